import { finished } from 'node:stream/promises';
import { from } from 'pg-copy-streams';
import type { BenchCase } from '../harness/benchCase.js';
import { load } from '../harness/load.js';
import { ratioOf } from '../harness/ratio.js';
import { type Rig, startRig } from '../harness/rig.js';
import { call, form } from './licenses.js';

const SECONDS = 2;
const CONNECTIONS = 8;
const PER_CALL = 1_000;
const COPIED = 50_000;

const copied = async (rig: Rig, licenseId: number): Promise<number> => {
  const client = await rig.database.loaders.connect();
  try {
    const { rows } = await client.query<{ last: number }>(
      'select coalesce(max(id), 0) + 1000000000 as last from event',
    );
    const first = rows[0]?.last ?? 0;
    const columns =
      'account_id, id, arrival, time, product_id, license_id, machine_code, feature_name, event_name, value, currency, metadata';
    const lines = Array.from(
      { length: COPIED },
      (_, index) =>
        `1\t${first + index}\t1790000000000\t1790000000\t${rig.productId}\t${licenseId}\t\tsearch\topened ${index % 10}\t1\t\t\n`,
    ).join('');
    const began = performance.now();
    const stream = client.query(from(`copy event (${columns}) from stdin`));
    stream.end(lines);
    await finished(stream);
    return (COPIED * 1_000) / (performance.now() - began);
  } finally {
    client.release();
  }
};

export const registerEvents: BenchCase = {
  name: 'register-events',
  title: `RegisterEvents, ${PER_CALL} a call, ${CONNECTIONS} connections`,
  against: 'COPY of the same rows into the same table with the same indexes',
  target: { least: 0.6 },
  fast: true,
  measure: async ({ rounds }) => {
    const rig = await startRig();
    try {
      const { key } = await call(rig, 'key/CreateKey', { ProductId: rig.productId });
      const events = Array.from({ length: PER_CALL }, (_, index) => ({
        FeatureName: 'search',
        EventName: `opened ${index % 10}`,
        Value: 1,
      }));
      const parameters = { ProductId: rig.productId, Key: String(key), Events: JSON.stringify(events) };
      await call(rig, 'ai/RegisterEvents', parameters);
      const requests = [{ path: '/api/ai/registerevents', body: form(rig, parameters) }];
      const registered = async (): Promise<number> =>
        (await load({ url: rig.url, connections: CONNECTIONS, seconds: SECONDS, requests })).perSecond * PER_CALL;
      return [{ part: '', unit: 'events per s', ratio: await ratioOf(rounds, registered, () => copied(rig, 1)) }];
    } finally {
      await rig.stop();
    }
  },
};
