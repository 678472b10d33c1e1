import type { Company } from './companies.js';
import type { Stage } from './stage.js';
import type { Workstation } from './workstations.js';

/** On most days in the office, sometimes at home. */
export const addressOf = ({ random }: Stage, { office }: Company, { home }: Workstation): string =>
  random.chance(0.82) ? office : home;
