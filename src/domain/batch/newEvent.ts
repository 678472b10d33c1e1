/** An event in the making; the engine gives it its id and arrival. */
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
