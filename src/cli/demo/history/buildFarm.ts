import type { License } from '../../../domain/entities/licensing.js';
import { Activate } from '../../../methods/key/Activate.js';
import { Deactivate } from '../../../methods/key/Deactivate.js';
import { VENDOR } from './companies.js';
import { MINUTE_MS, type Stage } from './stage.js';
import { newMachineCode } from './workstations.js';

/**
 * The vendor's own builds, day and night, each on a new machine that exists for minutes. Crashed builds keep their seat
 * until the runner's next clean-up.
 */
export const playBuildFarm = (stage: Stage, license: License): void => {
  const { random, agenda } = stage;
  const address = { ProductId: license.productId, Key: license.key };
  let abandoned: string[] = [];
  const release = (machineCode: string): void => {
    stage.call(Deactivate, VENDOR.address, { ...address, MachineCode: machineCode });
  };
  const build = (): void => {
    const machineCode = `ci-${newMachineCode(stage).slice(0, 12)}`;
    stage.call(Activate, VENDOR.address, {
      ...address,
      MachineCode: machineCode,
      FriendlyName: `ci-runner-${random.integer(1, 4)}`,
    });
    if (random.chance(0.06)) abandoned.push(machineCode);
    else agenda.at(agenda.now + random.between(2, 25) * MINUTE_MS, () => release(machineCode));
    if (abandoned.length >= 8) {
      abandoned.forEach(release);
      abandoned = [];
    }
    agenda.at(agenda.now + random.around(10, 80) * MINUTE_MS, build);
  };
  agenda.at(stage.start + random.between(0, 60) * MINUTE_MS, build);
};
