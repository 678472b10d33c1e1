/**
 * Ids and times have the same order in everything that is appended, so a time is found by bisection along the ids, which
 * needs no index on time: log2 of the rows in look-ups. The steps of a recursive `bisection(…, lo, hi)`: `lo` is never above
 * the id sought, which is the first whose time is not before `sought`; `hi` never below it, and where they meet it is. Asking
 * for the next row at or after the middle keeps this right also where ids are missing.
 *
 * `carried` are columns that each step passes on; `next` are the rows `t` of the account.
 */
export const bisectionSteps = ({
  carried = '',
  sought,
  time,
  next,
}: {
  readonly carried?: string;
  readonly sought: string;
  readonly time: string;
  readonly next: string;
}): string => `
     select ${carried}case when r.time < ${sought} then r.id + 1 else b.lo end,
       case when r.time < ${sought} then b.hi else (b.lo + b.hi) / 2 end
     from bisection b left join lateral (
       select t.id, t.${time} as time from ${next} and t.id >= (b.lo + b.hi) / 2 order by t.id limit 1) r on true
     where b.lo < b.hi`;
