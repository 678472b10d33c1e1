import assert from 'node:assert/strict';
import { loadAccount } from '../../src/sql/batch/load.js';
import { setAccount } from './administer.js';
import type { TestParameters, TestServer } from './server.js';

/** Calls a method of Web API 2 and returns what it answered with status 200, parsed. */
export const callExt = async (
  server: TestServer,
  action: string,
  parameters: TestParameters = {},
  verb: 'GET' | 'POST' = 'POST',
): Promise<unknown> => {
  const response = await requestExt(server, action, parameters, verb);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
  return response.json();
};

export const requestExt = (
  server: TestServer,
  action: string,
  parameters: TestParameters,
  verb: 'GET' | 'POST' = 'POST',
): Promise<Response> => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) form.append(name, String(value));
  const url = `${server.url}/Ext/${action}`;
  return verb === 'GET' ? fetch(`${url}?${form}`) : fetch(url, { method: 'POST', body: form });
};

export const privateKeyOf = async (server: TestServer, accountId = 1): Promise<string> => {
  const [account] = await server.readers.run(loadAccount(accountId));
  assert(account !== undefined);
  return account.private_key;
};

/** Switches the Web API 2 log of account 1 on and returns what every reader of it sends. */
export const openLog = async (server: TestServer): Promise<{ readonly uid: number; readonly privateKey: string }> => {
  await setAccount(server.engine, 1, { webApiLog: true });
  return { uid: 1, privateKey: await privateKeyOf(server) };
};
