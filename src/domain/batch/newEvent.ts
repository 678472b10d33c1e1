import type { LicenseId, ProductId } from '../entities/ids.js';
import type { UnixSeconds } from '../time/units.js';
/** An event to be stored; the engine adds id and arrival time. */
export interface NewEvent {
  /** 0: none. */
  readonly productId: ProductId;
  /** 0: none. */
  readonly licenseId: LicenseId;
  readonly machineCode: string;
  readonly featureName: string;
  readonly eventName: string;
  readonly value: number;
  readonly currency: string;
  readonly metadata: string;
  /** Unix seconds; null, or later than the arrival: the server's clock. */
  readonly time: UnixSeconds | null;
}
