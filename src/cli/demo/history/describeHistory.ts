import { z } from 'zod';
import type { BroughtHistory } from './bringDemoHistory.js';
import type { NamedKey } from './demoHistory.js';

const poolTotal = z.object({ peak: z.int(), peakTime: z.int(), denials: z.int() });

/** The part of a GetSeatUsage answer that is printed. */
export const seatUsageAnswer = z.object({
  total: z.object({ nodeLocked: poolTotal, floating: poolTotal, seatsToAvoidDenials: z.int() }),
});
type SeatTotals = z.output<typeof seatUsageAnswer>['total'];

/** The analytics of the customer who needs more seats. */
export interface FullCustomerUsage {
  readonly desk: SeatTotals;
  readonly floating: SeatTotals;
}

const count = (number: number): string => number.toLocaleString('en');

const timeText = (unixSeconds: number): string =>
  new Date(unixSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ');

/** Describes the history and its analytics. */
export const describeHistory = (
  { licenses, rows, firstDay, lastDay, landmarks }: BroughtHistory,
  { desk, floating: { floating } }: FullCustomerUsage,
): string => {
  const { deskKey, fullKey, overdraftKey, testKey, guessing, outage } = landmarks;
  return [
    `Sixty days of a vendor, made up for this demo and imported (${firstDay} to ${lastDay}): ${count(licenses)} licenses, ${count(rows)} log rows.`,
    '',
    `  ${deskKey.company} (${deskKey.key}) was denied a seat ${count(desk.nodeLocked.denials)} times:`,
    `    it has ${desk.nodeLocked.peak} and would have needed ${desk.seatsToAvoidDenials}. Rendering (${fullKey.key})`,
    `    was denied ${count(floating.denials)} times at office hours, its ${floating.peak} floating seats taken.`,
    `  ${overdraftKey.company} (${overdraftKey.key}) exceeds its limit, within its overdraft.`,
    `  ${testKey.key} is the vendor's own test key, left out of the daily analytics.`,
    `  Keys were guessed on ${timeText(guessing.from)} from ${guessing.addresses.length} addresses.`,
    `  The server was down on ${timeText(outage.from)} for an hour (times are UTC).`,
  ].join('\n');
};

/** Commands to paste that show it. */
export const historyCalls = (
  url: string,
  { firstDay, lastDay, landmarks, token }: BroughtHistory,
  { floating: { floating } }: FullCustomerUsage,
): readonly string[] => {
  const { deskKey, fullKey, guessing } = landmarks;
  const call = (what: string, method: string, ...parameters: readonly string[]): string =>
    [
      `  # ${what}`,
      `  curl ${url}/api/ai/${method} -d token=${token} \\`,
      `    ${parameters.map((parameter) => `-d ${parameter}`).join(' ')}`,
    ].join('\n');
  const license = ({ productId, key }: NamedKey): readonly string[] => [`ProductId=${productId}`, `Key=${key}`];
  const days = [`Start=${firstDay}`, `End=${lastDay}`];
  return [
    call(
      `${deskKey.company}: seats held and denied, day by day, and the limit that would have avoided all denials`,
      ...['GetSeatUsage', ...license(deskKey), ...days],
    ),
    call(
      'who held its floating seats when all were first taken',
      ...['GetSeatHolders', ...license(fullKey), `Time=${floating.peakTime}`],
    ),
    call('active keys, devices and customers of each product, day by day', 'GetDailyAggregates', 'Limit=1000'),
    call(
      'the night of the guessed keys',
      'GetWebAPILog',
      ...["'States=[1020,2020]'", `'Time={"gte":${guessing.from},"lte":${guessing.until}}'`, 'Limit=20'],
    ),
  ];
};
