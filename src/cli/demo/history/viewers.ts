import type { License } from '../../../domain/entities/licensing.js';
import { Activate } from '../../../methods/key/Activate.js';
import { addressOf } from './addressOf.js';
import type { Company } from './companies.js';
import { DAY_MS, HOUR_MS, type Stage } from './stage.js';
import { namePrefix, newWorkstation } from './workstations.js';

/** People on a building site who look at drawings: their key locks no machines. */
export const playViewers = (stage: Stage, company: Company, license: License, size: number): void => {
  const { random, agenda } = stage;
  const machines = Array.from({ length: size }, () =>
    newWorkstation(stage, {
      prefix: namePrefix(company.name),
      home: stage.address(company.place),
      since: company.joins + 20 * DAY_MS * random.early(),
    }),
  );
  stage.everyDay(company.place, company.joins, ({ midnight, busyness }) => {
    for (const machine of machines) {
      if (midnight + 6 * HOUR_MS < machine.since || !random.chance(0.3 * busyness)) continue;
      agenda.at(midnight + random.around(6, 17) * HOUR_MS, () => {
        stage.call(Activate, addressOf(stage, company, machine), {
          ProductId: license.productId,
          Key: license.key,
          MachineCode: machine.machineCode,
          FriendlyName: machine.friendlyName,
        });
      });
    }
  });
};
