import assert from 'node:assert/strict';
import { to } from 'pg-copy-streams';
import type { BenchCase } from '../harness/benchCase.js';
import { grownLog } from '../harness/longLog.js';
import { residentMegabytes } from '../harness/processes.js';
import { ratioOf } from '../harness/ratio.js';
import type { Rig } from '../harness/rig.js';

const ROWS = 1_000_000;

/** The whole log through Web API 2: rows a second. */
const exported = async (rig: Rig, privateKey: string): Promise<number> => {
  const query = new URLSearchParams({ uid: '1', privateKey, typeOfLog: 'user', range: '0' });
  const began = performance.now();
  const response = await fetch(`${rig.url}/Ext/WebAPILog?${query}`);
  assert(response.body !== null);
  let rows = 0;
  for await (const chunk of response.body) {
    // Each row is an object, and nothing in it is.
    for (const byte of chunk as Uint8Array) if (byte === 0x7b) rows += 1;
  }
  assert.equal(rows, ROWS);
  return (ROWS * 1_000) / (performance.now() - began);
};

/** The same columns, by PostgreSQL itself. */
const copiedOut = async (rig: Rig): Promise<number> => {
  const client = await rig.database.loaders.connect();
  try {
    const began = performance.now();
    const stream = client.query(
      to(`copy (select s.product_id, s.license_id, a.address, l.time, l.state from web_api_log l
        left join log_subject s on s.account_id = l.account_id and s.subject_no = l.subject_no
        left join log_address a on a.account_id = l.account_id and a.address_no = l.address_no
        where l.account_id = 1 order by l.id desc) to stdout`),
    );
    let rows = 0;
    for await (const chunk of stream) for (const byte of chunk as Uint8Array) if (byte === 0x0a) rows += 1;
    assert.equal(rows, ROWS);
    return (ROWS * 1_000) / (performance.now() - began);
  } finally {
    client.release();
  }
};

export const exportLog: BenchCase = {
  name: 'export',
  title: '/Ext/WebAPILog with range=0, a million rows',
  against: 'COPY TO STDOUT of the same columns',
  target: { least: 0.6 },
  fast: false,
  measure: async ({ rounds }) => {
    const rig = await grownLog(ROWS);
    const privateKey = 'x'.repeat(50);
    await rig.asOwner((client) =>
      client.query('update account set web_api_log = true, private_key = $1 where account_id = 1', [privateKey]),
    );
    await exported(rig, privateKey);
    const before = residentMegabytes(rig.serverPid);
    const ratio = await ratioOf(
      rounds,
      () => exported(rig, privateKey),
      () => copiedOut(rig),
    );
    const grown = Math.round(residentMegabytes(rig.serverPid) - before);
    return [{ part: `memory grew by ${grown} MB after the first`, unit: 'rows per s', ratio }];
  },
};
