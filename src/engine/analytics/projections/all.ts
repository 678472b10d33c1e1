import { buckets } from './buckets.js';
import { countries } from './countries.js';
import { daily } from './daily.js';
import { devices } from './devices.js';
import { keys } from './keys.js';
import type { Projection, ProjectionName } from './projection.js';
import { seats } from './seats.js';

const BY_NAME: Readonly<Record<ProjectionName, Projection>> = { buckets, devices, keys, daily, countries, seats };

/** All tables that are derived from the log. */
export const PROJECTIONS: readonly Projection[] = Object.values(BY_NAME);
