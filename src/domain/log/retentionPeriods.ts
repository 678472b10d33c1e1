/** Retention periods; 0 means for ever. Set in `config.ts`, enforced by `engine/log/retention.ts`. */
export interface RetentionPeriods {
  readonly eventDays: number;
  readonly objectLogDays: number;
  /** Whole calendar months (UTC) after the one of use. */
  readonly addressMonths: number;
}

export const KEPT_FOR_EVER: RetentionPeriods = { eventDays: 0, objectLogDays: 0, addressMonths: 0 };
