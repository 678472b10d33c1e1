import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellToken } from '../../src/engine/administration.js';
import { granted } from '../../src/domain/outcome.js';
import { startTestServer } from '../harness/server.js';

test('an activation answers and leaves a row', async () => {
  const server = await startTestServer();
  try {
    const product = await server.product();
    const token = await server.token();
    await server.engine.submit(1, {
      method: 0, token: shellToken(1), ip: '', needs: [],
      decide: (_s, c) => granted({}, { writes: [{ kind: 'license', row: {
        globalId: c.nextId('license'), productId: product.productId, id: 1, key: 'AAAAA-BBBBB-CCCCC-DDDDD', created: c.now, expires: c.now + 1e9, period: 10,
        features: [true, false, false, false, false, false, false, false], notes: '', block: false, customerId: null, trialActivation: false, maxNoOfMachines: 2,
        allowedMachines: '', resellerId: 0, optionalField: 0, trialMachine: null, firstActivated: null, deletedAt: null } }] }),
    });
    const many = await Promise.all([1, 2, 3, 1].map((n) => server.call('key/Activate', token, { ProductId: product.productId, Key: 'AAAAA-BBBBB-CCCCC-DDDDD', MachineCode: `m${n}`, SignMethod: 1 })));
    console.log(many.map((a) => [a.status, a.body.message]));
    console.log(Buffer.from(String(many[0]?.body.licenseKey), 'base64').toString());
    console.log(await server.call('key/GetKey', token, { ProductId: product.productId, Key: 'AAAAA-BBBBB-CCCCC-DDDDD', Metadata: true, ModelVersion: 3 }));
    console.log(await server.call('key/Activate', token, { ProductId: 'x', Key: 'nope' }));
    console.log(await server.readers.run({ name: 'x', text: 'select * from web_api_log order by id', values: [] }));
    console.log(await server.readers.run({ name: 'y', text: 'select * from object_log order by id', values: [] }));
    assert.equal(1, 1);
  } finally { await server.stop(); }
});
