import { z } from 'zod';
import {
  limitsByStep,
  type PoolUsage,
  type SeatPeriod,
  seatsToAvoidDenials,
  seatUsage,
} from '../../domain/analytics/seatUsage.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { deniesSeat } from '../../domain/log/stateLists.js';
import { SENTENCES } from '../../domain/sentences.js';
import { DAY_MS, unixSeconds } from '../../domain/time/time.js';
import type { Milliseconds } from '../../domain/time/units.js';
import { readSeatHistory, type SeatHistory } from '../../engine/analytics/readSeats.js';
import { LIMITS } from '../../limits.js';
import { defineQuery } from '../define.js';
import { readInteger } from '../parameters.js';
import { refuseReadFaults } from './readFaults.js';
import { findSeatOwner, seatSubject } from './seatScope.js';
import { KEY_ERRORS, usageDays } from './usageParameters.js';

/** Steps in one answer of GetSeatUsage: a day by minutes, two months by hours. */
const SEAT_STEPS = 1_440;

/** Seconds of a step in GetSeatUsage; the longest is a month. */
const SEAT_STEP_SECONDS = { min: 60, max: 31 * 86_400 } as const;

/** Days up to `End` if `Start` is not given. */
const DEFAULT_DAYS = 30;

const DAY_SECONDS = DAY_MS / 1000;

const HELD = 'Seats held at the start of the step.';
const PEAK = 'The greatest number of seats held at once.';
const OVERDRAFT = 'The greatest number of leases held at once beyond the limit, as MaxOverdraft allows.';
const DENIALS = `Activations refused because all seats were taken: rows ${deniesSeat('nodeLocked').join()} (node-locked), ${deniesSeat('floating').join()} (floating).`;
const unixTime = z.int().meta({ description: 'Unix seconds.' });

const nodeLockedStep = {
  held: z.int().meta({ description: HELD }),
  peak: z.int().meta({ description: PEAK }),
  denials: z.int().meta({ description: DENIALS }),
};
const total = {
  peak: z.int().meta({ description: PEAK }),
  peakTime: z.int().meta({ description: 'When the peak was first reached, Unix seconds.' }),
  denials: z.int().meta({ description: DENIALS }),
};
const overdraft = { overdraft: z.int().meta({ description: OVERDRAFT }) };

const step = () =>
  z.preprocess((raw) => {
    const seconds = readInteger(raw);
    return seconds === 0 ? undefined : seconds;
  }, z.int().min(SEAT_STEP_SECONDS.min).max(SEAT_STEP_SECONDS.max).default(DAY_SECONDS));

export const GetSeatUsage = defineQuery({
  category: 'ai',
  name: 'GetSeatUsage',
  title: 'Returns the seat usage of a key or product over time: held, peak, denials and overdraft.',
  description: `Node-locked and floating seats are two pools, and the seat limit applies to each separately. A node-locked seat lasts from the activation of a new machine, a new trial key or an import until the machine is deactivated; a floating one from its first activation until its latest \`floatingExpires\` or its release; deleting the key ends both. A lease that is renewed in time remains one seat.

\`seatsToAvoidDenials\` is the smallest seat limit that, applied to the whole period, would have caused no denials; 0 if no seat was requested. It is computed by replaying the period from the seats held at its start: every request gets its seat, and a denied machine holds one from then on, a node-locked one until it is deactivated or the period ends, a floating one for the requested lease duration. The limit must be at least the number of seats held after each request of a machine that held none, including its own. Requests that AllowedMachines or MaxOverdraft allowed beyond the limit take a seat within it, and an imported machine counts as a request. A denial from an imported log does not show the requested lease duration and counts for its moment only, so the true value may be higher. The value is the greater one of the two pools, because the limit applies to both, and null for a product, whose keys each have their own limit.

\`limit\` is the seat limit in the key’s latest log row before the end of the step; a row shows the licence at the time of its request, so a change appears with the next request. 0 or less: machines are not locked. null: there was no row yet, or the call is about a product. Steps that have not begun are left out. An answer covers at most ${LIMITS.seatStretchesPerAnswer.toLocaleString('en')} seats and denials and has at most ${SEAT_STEPS.toLocaleString('en')} steps: choose a shorter period or longer steps if there would be more. The numbers follow the log within seconds.`,
  permission: 'UsageAnalytics',
  scope: 'filter',
  parameters: z.object({
    ...seatSubject,
    ...usageDays(`the first day. Default: ${DEFAULT_DAYS} days up to \`End\`.`, 'the last day. Default: today.'),
    Step: step().meta({
      description: `The length of a step in seconds, ${SEAT_STEP_SECONDS.min} to ${SEAT_STEP_SECONDS.max}, counted from the beginning of \`Start\`. Default: a day.`,
    }),
  }),
  errors: [...KEY_ERRORS, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({
    steps: z.array(
      z.strictObject({
        start: unixTime,
        limit: z.int().nullable(),
        nodeLocked: z.strictObject(nodeLockedStep),
        floating: z.strictObject({ ...nodeLockedStep, ...overdraft }),
      }),
    ),
    total: z.strictObject({
      start: unixTime,
      end: z.int().meta({ description: 'Unix seconds, exclusive: the end of `End`, or now.' }),
      nodeLocked: z.strictObject(total),
      floating: z.strictObject({ ...total, ...overdraft }),
      seatsToAvoidDenials: z.int().nullable(),
    }),
  }),
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', Start: '2026-01-01', End: '2026-01-01' },
    answer: {
      steps: [
        {
          start: 1767225600,
          limit: 10,
          nodeLocked: { held: 0, peak: 0, denials: 0 },
          floating: { held: 2, peak: 11, denials: 3, overdraft: 1 },
        },
      ],
      total: {
        start: 1767225600,
        end: 1767312000,
        nodeLocked: { peak: 0, peakTime: 1767225600, denials: 0 },
        floating: { peak: 11, peakTime: 1767261905, denials: 3, overdraft: 1 },
        seatsToAvoidDenials: 13,
      },
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const period = periodOf(parameters, access.now);
    if (period === null) return refused(SENTENCES.inputIncorrect);
    return refuseReadFaults(async () => {
      const owner = await findSeatOwner(access, caller, parameters);
      if (typeof owner === 'string') return refused(owner);
      if (owner === null) return granted(answer({ stretches: [], limits: [] }, period, true));
      const history = await readSeatHistory(access.run, access.accountId, owner, period);
      if (history === null) return refused(SENTENCES.inputIncorrect);
      return granted(answer(history, period, owner.of === 'license'));
    });
  },
});

/** null: the period ends before it starts, or has too many steps. */
const periodOf = (
  {
    Start,
    End,
    Step,
  }: { readonly Start?: number | undefined; readonly End?: number | undefined; readonly Step: number },
  now: Milliseconds,
): SeatPeriod | null => {
  const lastDay = End ?? Math.floor(now / DAY_MS);
  const start = (Start ?? lastDay - DEFAULT_DAYS + 1) * DAY_MS;
  const end = (lastDay + 1) * DAY_MS;
  const step = Step * 1000;
  if (start >= end || (end - start) / step > SEAT_STEPS) return null;
  return { start, end: Math.max(start, Math.min(end, now + 1)), step };
};

const answer = ({ stretches, limits }: SeatHistory, period: SeatPeriod, ofLicense: boolean) => {
  const { nodeLocked, floating } = seatUsage(stretches, period);
  const limitAt = limitsByStep(limits, period);
  const steps = nodeLocked.steps.map(({ held, peak, denials }, index) => {
    const lease = floating.steps[index];
    return {
      start: unixSeconds(period.start + index * period.step),
      limit: limitAt[index] ?? null,
      nodeLocked: { held, peak, denials },
      floating: {
        held: lease?.held ?? 0,
        peak: lease?.peak ?? 0,
        denials: lease?.denials ?? 0,
        overdraft: lease?.overdraft ?? 0,
      },
    };
  });
  return {
    steps,
    total: {
      start: unixSeconds(period.start),
      end: unixSeconds(period.end),
      nodeLocked: totalOf(nodeLocked),
      floating: { ...totalOf(floating), overdraft: floating.overdraft },
      seatsToAvoidDenials: ofLicense ? seatsToAvoidDenials(stretches, period) : null,
    },
  };
};

const totalOf = ({ peak, peakTime, denials }: PoolUsage) => ({ peak, peakTime: unixSeconds(peakTime), denials });
