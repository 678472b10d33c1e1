import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { importLicenses } from '../src/engine/transfer/importLicenses.js';
import { startTestServer, type TestServer } from './harness/server.js';

/**
 * Answers that the vendor published: each is imported as it is, asked for again over HTTP by the machine that it names,
 * and must come back as the vendor wrote it.
 */
const vectorsFile = z.object({ vectors: z.array(z.object({ licenseKey: z.string() })) });
const license = z.looseObject({
  ProductId: z.int(),
  Key: z.string(),
  ActivatedMachines: z.array(z.looseObject({ Mid: z.string(), IP: z.string() })).length(1),
  SignDate: z.int(),
});

const decoded = (licenseKey: string): string => Buffer.from(licenseKey, 'base64').toString('utf8');

/** What may differ: when it was signed, and from where the machine called last. */
const comparable = (text: string): string => {
  const parsed = license.parse(JSON.parse(text));
  return JSON.stringify({
    ...parsed,
    ActivatedMachines: parsed.ActivatedMachines.map((machine) => ({ ...machine, IP: '' })),
    SignDate: 0,
  });
};

/** A customer's texts that are not set are null in the vendor's answers and "" in ours. */
const withoutNullTexts = (text: string): string => text.replaceAll(/"(Name|Email|CompanyName)":null/g, '"$1":""');

let server: TestServer;
let directory: string;

before(async () => {
  server = await startTestServer();
  directory = await mkdtemp(join(tmpdir(), 'keyledger-vectors-'));
});

after(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

test('48 published licenses, imported and activated again, are answered as the vendor answered them', async () => {
  const { vectors } = vectorsFile.parse(JSON.parse(await readFile('test/vectors/signed-licenses.json', 'utf8')));
  const published = vectors.map(({ licenseKey }) => decoded(licenseKey));
  const path = join(directory, 'licenses');
  await writeFile(path, published.join('\n'));
  const { imported, machines } = await importLicenses(server.engine, 1, {
    path,
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  assert.equal(imported, 48);
  assert.equal(machines, 48);
  const token = await server.token({ permissions: ['Activate'] });
  for (const text of published) {
    const { ProductId, Key, ActivatedMachines } = license.parse(JSON.parse(text));
    const { body } = await server.call('key/Activate', token, {
      ProductId,
      Key,
      MachineCode: ActivatedMachines[0]?.Mid ?? '',
      ModelVersion: 1,
      SignMethod: 1,
    });
    assert.equal(body.message, '');
    // As text: fields and their order, too.
    assert.equal(comparable(decoded(String(body.licenseKey))), comparable(withoutNullTexts(text)));
  }
});
