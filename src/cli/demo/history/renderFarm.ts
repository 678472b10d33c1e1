import type { License } from '../../../domain/entities/licensing.js';
import { Activate } from '../../../methods/key/Activate.js';
import type { Company } from './companies.js';
import { HOUR_MS, MINUTE_MS, type Stage } from './stage.js';
import { newMachineCode } from './workstations.js';

const LEASE_SECONDS = 6 * 3600;

/** Machines that render day and night: their leases are renewed and never released. */
export const playRenderFarm = (stage: Stage, company: Company, license: License, nodes: number): void => {
  const { random, agenda } = stage;
  for (let node = 1; node <= nodes; node += 1) {
    const machine = { MachineCode: newMachineCode(stage), FriendlyName: `render-${String(node).padStart(2, '0')}` };
    const beat = (): void => {
      const reply = stage.call(Activate, company.office, {
        ProductId: license.productId,
        Key: license.key,
        FloatingTimeInterval: LEASE_SECONDS,
        ...machine,
      });
      agenda.at(agenda.now + (reply === null ? 10 * MINUTE_MS : random.between(4.5, 5.5) * HOUR_MS), beat);
    };
    agenda.at(agenda.now + random.between(0, 40) * HOUR_MS, beat);
  }
};
