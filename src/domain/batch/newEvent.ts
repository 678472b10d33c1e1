/** An event to be stored; the engine adds id and arrival time. */
export interface NewEvent {
  /** 0: none. */
  readonly productId: number;
  /** 0: none. */
  readonly licenseId: number;
  readonly machineCode: string;
  readonly featureName: string;
  readonly eventName: string;
  readonly value: number;
  readonly currency: string;
  readonly metadata: string;
  /** Unix seconds; null, or later than the arrival: the server's clock. */
  readonly time: number | null;
}
