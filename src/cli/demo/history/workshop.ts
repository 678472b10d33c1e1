import type { License } from '../../../domain/entities/licensing.js';
import { Activate } from '../../../methods/key/Activate.js';
import type { Company } from './companies.js';
import { DAY_MS, HOUR_MS, type Stage } from './stage.js';
import { newMachineCode } from './workstations.js';

/**
 * A classroom: within an hour all participants activate a key whose countdown starts on activation, each on their own
 * machine; some continue at home until it expires.
 */
export const playWorkshop = (stage: Stage, company: Company, license: License, people: number): void => {
  const { random, agenda } = stage;
  const begins = agenda.now + random.between(1, 3) * HOUR_MS;
  for (let person = 1; person <= people; person += 1) {
    const machine = { MachineCode: newMachineCode(stage), FriendlyName: `classroom-${person}` };
    const home = stage.address(company.place);
    const start = (time: number, address: string): void =>
      agenda.at(time, () => {
        stage.call(Activate, address, { ProductId: license.productId, Key: license.key, ...machine });
      });
    start(begins + random.early() * HOUR_MS, company.office);
    for (let day = 1; day < license.period; day += 1) {
      if (random.chance(0.25)) start(begins + day * DAY_MS + random.between(0, 8) * HOUR_MS, home);
    }
  }
};
