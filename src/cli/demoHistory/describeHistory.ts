import { z } from 'zod';
import type { BroughtHistory } from './bringDemoHistory.js';

/** What GetSeatUsage says of the customer that needs more seats, as far as it is told. */
export const fullKeyUsage = z.object({
  total: z.object({ floating: z.object({ peak: z.int(), denials: z.int() }) }),
});
export type FullKeyUsage = z.output<typeof fullKeyUsage>['total'];

const count = (number: number): string => number.toLocaleString('en');

const timeText = (unixSeconds: number): string =>
  new Date(unixSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ');

/** What is in the history, and what analytics make of it. */
export const describeHistory = (
  { licenses, rows, firstDay, lastDay, landmarks }: BroughtHistory,
  { floating }: FullKeyUsage,
): string => {
  const { fullKey, overdraftKey, testKey, guessing, outage } = landmarks;
  return [
    `Sixty days of a vendor, made up for this demo and imported (${firstDay} to ${lastDay}): ${count(licenses)} licenses, ${count(rows)} log rows.`,
    '',
    `  ${fullKey.company} (${fullKey.key}) was denied a floating seat ${count(floating.denials)} times, its ${floating.peak} taken.`,
    `  ${overdraftKey.company} (${overdraftKey.key}) goes over its limit, within its overdraft.`,
    `  ${testKey.key} is the vendor's own test key, left out of the daily analytics.`,
    `  Keys were guessed on ${timeText(guessing.from)} from ${guessing.addresses.length} addresses.`,
    `  Nobody got through on ${timeText(outage.from)} for an hour (times are UTC).`,
  ].join('\n');
};

/** Calls to paste that show it. */
export const historyCalls = (
  url: string,
  { firstDay, lastDay, landmarks, token }: BroughtHistory,
): readonly string[] => {
  const { fullKey, guessing } = landmarks;
  const call = (what: string, method: string, ...parameters: readonly string[]): string =>
    [
      `  # ${what}`,
      `  curl ${url}/api/ai/${method} -d token=${token} \\`,
      `    ${parameters.map((parameter) => `-d ${parameter}`).join(' ')}`,
    ].join('\n');
  return [
    call(
      `${fullKey.company}: seats held and denied, day by day`,
      'GetSeatUsage',
      ...[`ProductId=${fullKey.productId}`, `Key=${fullKey.key}`, `Start=${firstDay}`, `End=${lastDay}`],
    ),
    call('who holds its seats now', 'GetSeatHolders', `ProductId=${fullKey.productId}`, `Key=${fullKey.key}`),
    call('active keys, devices and customers, day by day', 'GetDailyAggregates', 'Limit=1000'),
    call(
      'the night of the guessed keys',
      'GetWebAPILog',
      ...["'States=[1020,2020]'", `'Time={"gte":${guessing.from},"lte":${guessing.until}}'`, 'Limit=20'],
    ),
  ];
};
