import { seatsToAvoidDenials, seatUsage } from '../../domain/analytics/seatUsage.js';
import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import type { Period } from '../../domain/time/period.js';
import type { Milliseconds } from '../../domain/time/units.js';
import { LIMITS } from '../../limits.js';
import {
  deniedLicenses,
  fullLicenses,
  type PressedLicenseRow,
  pressedLicenses,
} from '../../sql/analytics/readSeatPressure.js';
import type { Run } from '../../sql/statement.js';
import { idsAt } from '../log/logHistogram.js';
import type { AccountReads } from '../reads.js';
import { readSeatHistory } from './readSeats.js';

/** Seat levels of a license in a period; of the kind with more seats held, if it has both. */
interface SeatLevels {
  /** At the end of the period. */
  readonly held: number;
  readonly peak: number;
  readonly seatsToAvoidDenials: number;
}

export interface PressedLicense {
  readonly license: PressedLicenseRow;
  readonly denials: number;
  /** Milliseconds; null: no denial. */
  readonly lastDenial: number | null;
  /** null: more rows than one answer may read. */
  readonly levels: SeatLevels | null;
}

const HALF_HOUR_MS = 1_800_000;

/** Licenses that were denied a seat in a period, most denials first, and then active ones whose seats are all taken. */
export const seatPressure = async (
  { run, accountId, now }: AccountReads & { readonly now: Milliseconds },
  productId: ProductId | undefined,
  period: Period,
  limit: number,
): Promise<{ readonly licenses: readonly PressedLicense[]; readonly exact: boolean }> => {
  const { deniedStretches, activeHalfHours } = LIMITS.seatPressure;
  const { start, end } = period;
  const denied = await run(
    deniedLicenses(accountId, { productId: productId ?? 0, start, end, most: deniedStretches, limit }),
  );
  const [first = 1, after = 1] = await idsAt({ run, accountId }, [
    Math.floor(start / HALF_HOUR_MS) * HALF_HOUR_MS,
    end,
  ]);
  const deniedIds = denied.map(({ license_id }) => license_id);
  const left = limit - denied.length;
  const full =
    left === 0
      ? []
      : await run(
          fullLicenses(accountId, {
            productId,
            ids: { first, last: after - 1 },
            now,
            but: deniedIds,
            most: activeHalfHours,
            limit: left,
          }),
        );
  const ids = [...deniedIds, ...full.flatMap(({ license_id }) => license_id ?? [])];
  const known = new Map((await run(pressedLicenses(accountId, ids))).map((row) => [row.license_id, row]));
  const denialsOf = new Map(denied.map((row) => [row.license_id, row]));
  const licenses: PressedLicense[] = [];
  for (const id of ids) {
    const license = known.get(id);
    if (license === undefined) continue;
    const { denials = 0, last_denial: lastDenial = null } = denialsOf.get(id) ?? {};
    licenses.push({ license, denials, lastDenial, levels: await levelsOf(run, accountId, id, period, now) });
  }
  return {
    licenses,
    exact: (denied[0]?.read ?? 0) < deniedStretches && (full[0]?.read ?? 0) < activeHalfHours,
  };
};

const levelsOf = async (
  run: Run,
  accountId: number,
  licenseId: LicenseId,
  { start, end }: Period,
  now: Milliseconds,
): Promise<SeatLevels | null> => {
  const last = Math.max(start + 1, Math.min(end, now + 1));
  const period = { start, end: last, step: last - start };
  const history = await readSeatHistory(
    run,
    accountId,
    { of: 'license', id: licenseId },
    period,
    LIMITS.seatPressure.stretchesPerLicense,
  );
  if (history === null) return null;
  const { stretches } = history;
  const { nodeLocked, floating } = seatUsage(stretches, period);
  const ending = seatUsage(stretches, { start: last - 1, end: last, step: 1 });
  const heldIn = (pool: 'nodeLocked' | 'floating'): number => ending[pool].steps[0]?.held ?? 0;
  return {
    held: Math.max(heldIn('nodeLocked'), heldIn('floating')),
    peak: Math.max(nodeLocked.peak, floating.peak),
    seatsToAvoidDenials: seatsToAvoidDenials(stretches, period),
  };
};
