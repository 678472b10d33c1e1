import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';
import type { DemoClient, DemoTarget } from '../../../src/cli/demo/demoClient.js';
import { playDemo } from '../../../src/cli/demo/demoStory.js';
import { httpClient } from '../../../src/cli/demo/httpClient.js';
import { sdkClient } from '../../../src/cli/demo/sdkClient.js';
import { startTestServer, type TestServer } from '../../harness/server.js';

let server: TestServer;
before(async () => {
  server = await startTestServer();
  // The SDK prints what it gets.
  mock.method(console, 'log', () => {});
  mock.method(console, 'warn', () => {});
});
after(() => server.stop());

const withSdk = async (target: DemoTarget): Promise<DemoClient> => {
  const client = await sdkClient(target);
  assert(client !== null);
  return client;
};

test('the demo tells the same story with the SDK and over plain HTTP', async () => {
  const sdk = await playDemo(server.engine, 1, server.url, withSdk);
  const http = await playDemo(server.engine, 1, server.url, httpClient);
  assert.deepEqual(http.steps, sdk.steps);
  const states = (story: typeof sdk) => story.log.map(({ state }) => state);
  assert.deepEqual(states(http), states(sdk));
});

test('a license that another account signed is not believed', async () => {
  const { publicKeyXml, ...story } = await playDemo(server.engine, 1, server.url, httpClient);
  const target = { url: server.url, token: story.token, productId: story.productId };
  const strange = publicKeyXml.replace(/<Modulus>.{8}/, '<Modulus>tttttttt');
  const client = httpClient({ ...target, publicKeyXml: strange });
  await assert.rejects(client.activate(story.key, 'laptop', 0), /signature/);
});
