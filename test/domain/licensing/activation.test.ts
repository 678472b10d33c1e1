import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DataObject } from '../../../src/domain/entities/licensing.js';
import { NOW, SeatBench } from '../../harness/seatBench.js';

const DAY = 86_400_000;

const FIRST_ONLY: DataObject = {
  id: 1,
  referencerType: 1,
  referencerId: 3,
  machineCode: '',
  name: 'cryptolens_trialactivation',
  stringValue: 'first_activation',
  intValue: 0,
};

test('without a limit any machine runs and none is kept', () => {
  for (const maxNoOfMachines of [0, -1]) {
    const bench = new SeatBench({ maxNoOfMachines, trialActivation: true });
    assert.equal(bench.activate('a'), 2010);
    assert.equal(bench.activate(''), 2010);
    assert.deepEqual(bench.state.changes, []);
  }
});

test('a new machine takes a seat, a known one keeps it, one too many is refused', () => {
  const bench = new SeatBench({ maxNoOfMachines: 2 });
  assert.equal(bench.activate('a'), 2012);
  assert.equal(bench.activate('a'), 2011);
  assert.equal(bench.activate(''), 2012, 'an empty code is a machine like any other');
  assert.equal(bench.activate(''), 2011);
  assert.equal(bench.activate('b'), 2022);
  assert.equal(bench.activate('A'), 2022, 'codes are compared letter by letter');
  assert.deepEqual(bench.locked, ['a', '']);
});

test('a known machine keeps its time; address and a name that was given are refreshed', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1 });
  bench.activate('a', { friendlyName: 'first' });
  bench.now += 5_000;
  bench.ip = '192.0.2.2';
  bench.activate('a');
  assert.deepEqual(
    bench.machines.map(({ time, ip, friendlyName }) => ({ time, ip, friendlyName })),
    [{ time: NOW, ip: '192.0.2.2', friendlyName: 'first' }],
  );
  bench.activate('a', { friendlyName: 'second' });
  assert.equal(bench.machines[0]?.friendlyName, 'second');
  const before = bench.state.changes.length;
  bench.activate('a', { friendlyName: 'second' });
  assert.equal(bench.state.changes.length, before, 'nothing is written when nothing changed');
});

test('a lease that is renewed without a friendly name keeps its name', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1 });
  const named = (friendlyName: string) => bench.activate('a', { friendlyName, floatingInterval: 100 });
  named('first');
  bench.lease('a');
  assert.equal(bench.leases[0]?.friendlyName, 'first');
  named('second');
  assert.equal(bench.leases[0]?.friendlyName, 'second');
});

test('a lower limit takes no seat away, and deactivation makes room only below it', () => {
  const bench = new SeatBench({ maxNoOfMachines: 3 });
  for (const code of ['a', 'b', 'c']) bench.activate(code);
  bench.change({ maxNoOfMachines: 1 });
  assert.equal(bench.activate('b'), 2011);
  assert.equal(bench.activate('d'), 2022);
  bench.deactivate('a');
  bench.deactivate('b');
  assert.equal(bench.activate('d'), 2022);
  bench.deactivate('c');
  assert.equal(bench.activate('d'), 2012);
});

test('a machine named in AllowedMachines goes beyond the limit', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1, allowedMachines: 'x\r\n y \n\n' });
  assert.equal(bench.activate('a'), 2012);
  assert.equal(bench.activate('x'), 2012);
  assert.equal(bench.activate('y'), 2012);
  assert.equal(bench.activate(''), 2022, 'an empty line names no machine');
  assert.equal(bench.activate('b'), 2022);
  assert.equal(bench.lease('f'), 2014);
  assert.equal(bench.lease('x'), 2014);
  assert.equal(bench.lease('b'), 2024);
});

test('a blocked license grants nothing and changes nothing', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1 });
  bench.activate('a');
  bench.change({ block: true });
  const before = bench.state.changes.length;
  assert.equal(bench.activate('a'), 'The key is blocked and cannot be accessed.');
  assert.equal(bench.lease('a'), 'The key is blocked and cannot be accessed.');
  assert.equal(bench.deactivate('a'), 'The key is blocked and cannot be accessed.');
  assert.equal(bench.state.changes.length, before);
});

test('an expired license activates like any other', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1, expires: NOW - 1000 * DAY });
  assert.equal(bench.activate('a'), 2012);
  assert.equal(bench.lease('a'), 2014);
});

test('the countdown of a trial starts with each new machine, to the second', () => {
  const bench = new SeatBench({ maxNoOfMachines: 2, trialActivation: true });
  assert.equal(bench.activate('a'), 2013);
  assert.equal(bench.license.expires, Math.floor(NOW / 1000) * 1000 + 30 * DAY);
  assert.equal(bench.license.firstActivated, NOW);
  bench.now += DAY;
  assert.equal(bench.activate('a'), 2011);
  assert.equal(bench.license.expires, Math.floor(NOW / 1000) * 1000 + 30 * DAY);
  assert.equal(bench.activate('b'), 2013);
  assert.equal(bench.license.expires, Math.floor(NOW / 1000) * 1000 + 31 * DAY);
  assert.equal(bench.license.firstActivated, NOW);
  assert.equal(bench.activate('c'), 2022);
  assert.ok(bench.license.trialActivation);
});

test('where the product says so, only the first machine ever starts the countdown', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1, trialActivation: true }, [FIRST_ONLY]);
  assert.equal(bench.activate('a'), 2013);
  const { expires } = bench.license;
  bench.now += DAY;
  bench.deactivate('a');
  assert.equal(bench.activate('b'), 2012);
  assert.equal(bench.license.expires, expires);
  for (const other of [{ stringValue: 'every' }, { name: 'other' }, { referencerId: 4 }]) {
    const free = new SeatBench({ maxNoOfMachines: 1, trialActivation: true }, [{ ...FIRST_ONLY, ...other }]);
    free.activate('a');
    free.deactivate('a');
    assert.equal(free.activate('b'), 2013);
  }
});

test('a countdown never leaves the years that clients can read', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1, trialActivation: true, period: 2_900_000 });
  bench.now = Date.parse('2090-01-01T00:00:00Z');
  bench.activate('a');
  assert.equal(new Date(bench.license.expires).toISOString(), '9999-12-30T23:59:59.000Z');
});

test('a lease does not start a countdown', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1, trialActivation: true });
  assert.equal(bench.lease('a'), 2014);
  assert.equal(bench.license.expires, NOW + DAY);
  assert.equal(bench.license.firstActivated, null);
});

// spec(writing the log): a floating refresh is 2014, in the overdraft 2015
test('leases: as many as the limit, then the overdraft, then none', () => {
  const bench = new SeatBench({ maxNoOfMachines: 2 });
  assert.equal(bench.lease('a'), 2014);
  assert.equal(bench.lease('b', 5), 2014, 'the overdraft is used only when it is needed');
  assert.equal(bench.lease('c'), 2024);
  assert.equal(bench.lease('c', 1), 2015);
  assert.equal(bench.lease('d', 1), 2024);
  assert.equal(bench.lease('d', 2), 2015);
  assert.deepEqual(
    bench.leases.map(({ machineCode, overdraft }) => [machineCode, overdraft]),
    [
      ['a', false],
      ['b', false],
      ['c', true],
      ['d', true],
    ],
  );
});

test('a renewal keeps seat and time and moves the end', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1 });
  bench.lease('a');
  bench.lease('b', 1);
  bench.now += 60_000;
  assert.equal(bench.lease('a', 0, 30), 2014);
  assert.equal(
    bench.lease('b', 0, 200),
    2015,
    'a lease in overdraft stays one, also without asking for overdraft again',
  );
  assert.deepEqual(
    bench.leases.map(({ machineCode, time, floatingExpires }) => [machineCode, time, floatingExpires]),
    [
      ['a', NOW, NOW + 90_000],
      ['b', NOW, NOW + 260_000],
    ],
  );
  bench.deactivate('a', true);
  assert.equal(bench.lease('b'), 2014, 'it takes the seat that became free');
  assert.equal(bench.leases[0]?.overdraft, false);
});

test('a lease lapses with its last millisecond, and then begins anew', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1 });
  bench.lease('a', 0, 100);
  bench.now = NOW + 99_999;
  assert.equal(bench.lease('b'), 2024);
  bench.now = NOW + 100_000;
  assert.equal(bench.lease('b'), 2014);
  assert.deepEqual(
    bench.machines.map(({ machineCode }) => machineCode),
    ['b'],
    'the lapsed lease is gone',
  );
  bench.now += 100_000;
  bench.lease('b');
  assert.equal(bench.leases[0]?.time, bench.now);
});

test('node-locked machines and leases are counted apart', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1 });
  assert.equal(bench.activate('a'), 2012);
  assert.equal(bench.lease('b'), 2014);
  assert.equal(bench.activate('c'), 2022);
  assert.equal(bench.lease('c'), 2024);
  assert.equal(bench.lease('a', 1), 2015, 'the same machine may hold both');
  assert.equal(bench.deactivate('a', true), 6011);
  assert.deepEqual(bench.locked, ['a']);
  assert.equal(bench.deactivate('a'), 6010);
  assert.deepEqual(
    bench.leases.map(({ machineCode }) => machineCode),
    ['b'],
  );
});

test('without a limit every machine gets a lease', () => {
  const bench = new SeatBench({ maxNoOfMachines: 0 });
  for (const code of ['a', 'b', 'c']) assert.equal(bench.lease(code), 2014);
  assert.equal(bench.leases.length, 3);
});

test('the answer shows the license as it is after the call', () => {
  const bench = new SeatBench({ maxNoOfMachines: 2, trialActivation: true });
  const first = bench.decide('a');
  assert(first.granted);
  assert.deepEqual(first.result, { license: bench.license, machines: bench.machines });
  bench.ip = '192.0.2.9';
  const again = bench.decide('a', { friendlyName: 'n' });
  assert(again.granted);
  assert.deepEqual(again.result.machines, bench.machines);
  bench.decide('f', { floatingInterval: 10 });
  const renewed = bench.decide('f', { floatingInterval: 20 });
  assert(renewed.granted);
  assert.deepEqual(renewed.result.machines, bench.machines);
});

test('the log row carries the limit, the machine and the interval of the request', () => {
  const bench = new SeatBench({ maxNoOfMachines: 5, customerId: 12 });
  const outcome = bench.decide('a', { friendlyName: 'n', floatingInterval: 33 });
  assert(outcome.granted);
  assert.deepEqual(outcome.logs, [
    {
      state: 2014,
      productId: 3,
      licenseId: 7,
      attemptedKey: '',
      customerId: 12,
      seatLimit: 5,
      machineCode: 'a',
      friendlyName: 'n',
      floatingInterval: 33,
      dataObjectId: 0,
      dataObjectValue: 0,
    },
  ]);
});

test('releasing what is not there: an error for a seat, none for a lease', () => {
  const bench = new SeatBench({ maxNoOfMachines: 1 });
  const sentence = 'Either the machine code was never activated or key activation feature was never set up.';
  assert.equal(bench.deactivate('a'), sentence);
  assert.equal(bench.deactivate('a', true), 6011);
  bench.lease('a');
  assert.equal(bench.deactivate('a'), sentence, 'a lease is no node-locked seat');
});
