import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SeatBench } from '../../harness/seatBench.js';

/** What the rules come to, told a second time and as simply as possible: sets and a clock. */
class Model {
  now = 0;
  limit: number;
  trial: boolean;
  readonly locked = new Set<string>();
  readonly leases = new Map<string, { until: number; over: boolean }>();

  constructor(limit: number, trial: boolean) {
    this.limit = limit;
    this.trial = trial;
  }

  activate(code: string, isAllowed: boolean): number {
    if (this.limit < 1) return 2010;
    if (this.locked.has(code)) return 2011;
    if (this.locked.size >= this.limit && !isAllowed) return 2022;
    this.locked.add(code);
    return this.trial ? 2013 : 2012;
  }

  lease(code: string, seconds: number, overdraft: number, isAllowed: boolean): number {
    for (const [other, { until }] of this.leases) if (until <= this.now) this.leases.delete(other);
    const mine = this.leases.get(code);
    const taken = this.leases.size - (mine === undefined ? 0 : 1);
    const until = this.now + seconds;
    let over = false;
    if (this.limit >= 1 && taken >= this.limit) {
      if (mine !== undefined) over = mine.over;
      else if (!isAllowed) {
        if (taken >= this.limit + overdraft) return 2024;
        over = true;
      }
    }
    this.leases.set(code, { until, over });
    return over ? 2015 : 2014;
  }
}

const ALLOWED = 'm0';
const code = fc.constantFrom('m0', 'm1', 'm2', 'm3', 'm4', '');
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('activate' as const), code }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('lease' as const),
      code,
      seconds: fc.integer({ min: 1, max: 20 }),
      overdraft: fc.integer({ min: 0, max: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deactivate' as const), code, floating: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('limit' as const), limit: fc.integer({ min: -1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 30 }) }) },
);

test('any sequence of calls earns the states of a simple model and keeps within the limits', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3 }),
      fc.boolean(),
      fc.array(step, { minLength: 1, maxLength: 40 }),
      (limit, trial, steps) => {
        const bench = new SeatBench({ maxNoOfMachines: limit, trialActivation: trial, allowedMachines: ALLOWED });
        const model = new Model(limit, trial);
        for (const call of steps) {
          const locked = bench.locked.length;
          const held = bench.leases.length;
          switch (call.do) {
            case 'activate': {
              const isAllowed = call.code === ALLOWED;
              assert.equal(bench.activate(call.code), model.activate(call.code, isAllowed));
              if (bench.locked.length > locked && !isAllowed) assert.ok(bench.locked.length <= model.limit);
              break;
            }
            case 'lease': {
              const isAllowed = call.code === ALLOWED;
              const expected = model.lease(call.code, call.seconds, call.overdraft, isAllowed);
              assert.equal(bench.lease(call.code, call.overdraft, call.seconds), expected);
              const grew = bench.leases.length > held && !isAllowed && model.limit > 0;
              if (grew) assert.ok(bench.leases.length <= model.limit + call.overdraft);
              break;
            }
            case 'deactivate': {
              const granted = call.floating || model.locked.has(call.code);
              const answer = bench.deactivate(call.code, call.floating);
              assert.equal(typeof answer === 'number', granted);
              if (call.floating) model.leases.delete(call.code);
              else model.locked.delete(call.code);
              break;
            }
            case 'limit':
              bench.change({ maxNoOfMachines: call.limit });
              model.limit = call.limit;
              break;
            case 'wait':
              bench.now += call.seconds * 1000;
              model.now += call.seconds;
              break;
            default:
              call satisfies never;
          }
          assert.deepEqual([...bench.locked].sort(), [...model.locked].sort());
          const live = [...model.leases].filter(([, { until }]) => until > model.now).map(([name]) => name);
          assert.deepEqual(bench.leases.map(({ machineCode }) => machineCode).sort(), live.sort());
        }
      },
    ),
    { numRuns: 1000 },
  );
});
