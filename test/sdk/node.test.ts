import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import cryptolens from 'cryptolens';
import { describeAccount } from '../../src/engine/administration/administration.js';
import { licenseServer } from '../harness/server.js';

/** The vendor's SDK for Node, as npm has it, against this server: every method that it has and the server answers. */
const { Key, Data, Helpers } = cryptolens;

const { server, token, product } = await licenseServer();
const { productId } = product;
const publicKey = (await describeAccount(server.engine, 1)).publicKeyXml;
// The SDK prints what it gets.
mock.method(console, 'log', () => {});
mock.method(console, 'warn', () => {});

const createKey = async (maxNoOfMachines: number): Promise<string> => {
  const terms = [false, null, false, maxNoOfMachines, null, 0, 1] as const;
  const features = [true, false, true, false, false, false, false, false] as const;
  const customer = [false, false] as const;
  const made = await Key.CreateKey(
    token,
    productId,
    30,
    'made by the SDK',
    ...terms,
    ...features,
    ...customer,
    server.url,
  );
  assert.equal(made?.result, 0);
  return made.key;
};

const activate = (key: string, machineCode: string, floatingSeconds = 0, overdraft = 0) =>
  Key.Activate(token, publicKey, productId, key, machineCode, 0, false, floatingSeconds, overdraft, server.url);

const getKey = (key: string) => Key.GetKey(token, publicKey, productId, key, 0, false, server.url);

test('CreateKey, Activate, GetKey and Deactivate; the SDK verifies each signature', async () => {
  const key = await createKey(1);
  const license = await activate(key, 'machine-1');
  assert.equal(license.Key, key);
  assert.equal(license.Notes, 'made by the SDK');
  assert.deepEqual(
    license.ActivatedMachines.map((machine) => machine.Mid),
    ['machine-1'],
  );
  assert(Helpers.HasFeature(license, 1) && !Helpers.HasFeature(license, 2));
  assert(!Helpers.HasExpired(license));
  await assert.rejects(activate(key, 'machine-2'), {
    message: 'Cannot activate the new device as the limit has been reached.',
  });
  assert.equal((await getKey(key)).GlobalId, license.GlobalId);
  assert.equal(await Key.Deactivate(token, productId, key, 'machine-1', false, null, server.url), '');
  assert.deepEqual((await getKey(key)).ActivatedMachines, []);
});

test('a license saved to a file is read back; one of another key is not', async () => {
  const license = await activate(await createKey(1), 'machine-1');
  const text = Helpers.SaveAsString(license);
  assert(text !== null);
  assert.equal(Helpers.LoadFromString(publicKey, text, 1)?.GlobalId, license.GlobalId);
  const other = publicKey.replace(/<Modulus>(.{8})/, '<Modulus>AAAAAAAA');
  assert.equal(Helpers.LoadFromString(other, text), null);
});

test('floating seats, with overdraft, and their release', async () => {
  const key = await createKey(1);
  assert.deepEqual(
    (await activate(key, 'a', 60)).ActivatedMachines.map((machine) => machine.Mid),
    ['floating:a'],
  );
  await assert.rejects(activate(key, 'b', 60), /limit has been reached/);
  assert.deepEqual(
    (await activate(key, 'b', 60, 1)).ActivatedMachines.map((machine) => machine.Mid),
    ['floating:overdraft:b'],
  );
  assert.equal(await Key.Deactivate(token, productId, key, 'a', true, null, server.url), '');
  assert.equal((await activate(key, 'c', 60, 1)).ActivatedMachines.length, 1);
});

test('CreateTrialKey gives the same machine the same key', async () => {
  const key = await Key.CreateTrialKey(token, productId, 'trial machine', server.url);
  assert(key !== null);
  assert.equal(await Key.CreateTrialKey(token, productId, 'trial machine', server.url), key);
  const license = await activate(key, 'trial machine');
  assert(license.F1 && license.F2);
});

test('a key is changed', async () => {
  const key = await createKey(1);
  const before = await getKey(key);
  for (const changed of [
    await Key.AddFeature(token, productId, key, 2, server.url),
    await Key.RemoveFeature(token, productId, key, 1, server.url),
    await Key.ExtendLicense(token, productId, key, 10, server.url),
    await Key.ChangeNotes(token, productId, key, 'new & shiny', server.url),
  ]) {
    assert.equal(changed.result, 0);
  }
  const license = await getKey(key);
  assert(license.F2 && !license.F1);
  assert.equal(license.Expires - before.Expires, 10 * 86_400);
  assert.equal(license.Notes, 'new & shiny');
});

test('AddDataObjectToKey', async () => {
  const key = await createKey(1);
  const add = () => Data.AddDataObjectToKey(token, productId, key, true, 'usage', 'text', 5, server.url);
  const id = await add();
  assert.deepEqual((await getKey(key)).DataObjects, [{ Id: id, Name: 'usage', StringValue: 'text', IntValue: 5 }]);
  await assert.rejects(add());
});

test('a bad token and an unknown key are told in the sentences of the API', async () => {
  await assert.rejects(Key.Activate('x', publicKey, productId, 'K', 'm', 0, false, 0, 0, server.url), {
    message: 'Unable to authenticate.',
  });
  await assert.rejects(activate('AAAAA-AAAAA-AAAAA-AAAAA', 'm'), { message: 'Could not find the key.' });
});
