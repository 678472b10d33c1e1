import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logOf } from '../harness/loggedRows.js';
import { send, type Way } from '../harness/send.js';
import { licenseServer, type TestParameters } from '../harness/server.js';

/** Names that are the words with which clients say "not given": where a parameter names something, they are names. */

const { server, token, product } = await licenseServer();
const { productId } = product;
const { body: created } = await server.call('key/CreateKey', token, { ProductId: productId, MaxNoOfMachines: 2 });
const address = { token, ProductId: productId, Key: String(created.key) };

const call = async (method: string, way: Way, parameters: TestParameters): Promise<Record<string, unknown>> =>
  (await send(server.url, `/api/${method}`, way, { ...address, ...parameters })).body as Record<string, unknown>;

for (const word of ['None', 'null']) {
  test(`a machine named ${word} is known and can be released, in each way of sending`, async () => {
    for (const way of ['form', 'query', 'json'] as const) {
      const states: number[] = [];
      // The seat of "" is another one, and stays.
      assert.equal((await call('key/Activate', way, { MachineCode: '' })).result, 0);
      for (const method of ['Activate', 'Activate', 'Deactivate', 'Deactivate']) {
        const { rows } = await logOf(server, () => call(`key/${method}`, way, { MachineCode: word }));
        assert.deepEqual(
          rows.map(({ machineCode }) => machineCode),
          [word],
        );
        states.push(...rows.map(({ state }) => state));
      }
      assert.deepEqual(states, [2012, 2011, 6010, 6020], way);
      assert.equal((await call('key/Deactivate', way, { MachineCode: '' })).result, 0);
    }
  });

  test(`a trial machine, a data object and an event named ${word}`, async () => {
    assert.equal((await call('key/CreateTrialKey', 'form', { MachineCode: word })).result, 0);
    assert.equal((await call('data/AddDataObjectToKey', 'form', { Name: word, IntValue: 3 })).result, 0);
    assert.equal((await call('data/SetIntValueToKey', 'form', { Id: 0, Name: word, IntValue: 4 })).result, 0);
    const { dataObjects } = await call('data/ListDataObjectsToKey', 'form', {});
    const named = (dataObjects as readonly { name: string; intValue: number }[]).filter(({ name }) => name === word);
    assert.deepEqual(
      named.map(({ intValue }) => intValue),
      [4],
    );
    const event = { MachineCode: word, FeatureName: word, EventName: word, Metadata: word };
    assert.equal((await call('ai/RegisterEvent', 'form', event)).result, 0);
    const { events } = await call('ai/GetEvents', 'form', { EndingBefore: 1_000_000, Limit: 1 });
    const [shown] = events as readonly Record<string, unknown>[];
    assert.deepEqual(
      [shown?.machineCode, shown?.featureName, shown?.eventName, shown?.metadata],
      [word, word, word, ''],
    );
  });

  test(`a filter and a friendly name of ${word} still mean none`, async () => {
    const { logs } = await call('ai/GetWebAPILog', 'form', { MachineCode: word, Limit: 1000 });
    assert(new Set((logs as readonly { machineCode: string }[]).map(({ machineCode }) => machineCode)).size > 1);
    const { rows } = await logOf(server, () => call('key/Activate', 'form', { FriendlyName: word, MachineCode: word }));
    assert.deepEqual(
      rows.map(({ friendlyName }) => friendlyName),
      [''],
    );
    assert.equal((await call('key/Deactivate', 'form', { MachineCode: word })).result, 0);
  });
}

test('the row of a refused call keeps numbers as text, as that of a granted one does', async () => {
  const numbers = { MachineCode: 125, FriendlyName: 7 };
  for (const key of [address.Key, 'nope']) {
    const { rows } = await logOf(server, () => call('key/Activate', 'json', { ...numbers, Key: key }));
    assert.deepEqual(
      rows.map(({ machineCode, friendlyName }) => [machineCode, friendlyName]),
      [['125', '7']],
    );
  }
});
