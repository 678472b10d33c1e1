import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describeAccount } from '../../src/engine/administration/administration.js';
import { generateKeyPair } from '../../src/engine/licensing/signer.js';
import { addLicense } from '../harness/licenses.js';
import { startTestServer } from '../harness/server.js';
import { isInstalled, runProgram } from './toolchain.js';

/** The vendor's SDK for Python, as PyPI has it. */
const SDK = 'licensing==0.54';
const CLIENT = fileURLToPath(new URL('../../../test/sdk/python/client.py', import.meta.url));

/** A virtual environment with the SDK, made once and kept with the machine's temporary files; or why there is none. */
const preparePython = async (): Promise<{ readonly python: string } | { readonly missing: string }> => {
  if (!isInstalled('python3', '--version')) return { missing: 'there is no python3' };
  const environment = join(tmpdir(), `keyledger-${SDK.replace('==', '-')}`);
  const python = join(environment, 'bin', 'python');
  const works = async () => existsSync(python) && (await runProgram(python, ['-c', 'import licensing'])).exitCode === 0;
  if (await works()) return { python };
  await rm(environment, { recursive: true, force: true });
  await runProgram('python3', ['-m', 'venv', environment]);
  const installed = await runProgram(python, ['-m', 'pip', 'install', '--disable-pip-version-check', '-q', SDK]).catch(
    () => ({ stderr: 'python3 has no venv' }),
  );
  return (await works()) ? { python } : { missing: `${SDK} cannot be installed: ${installed.stderr.trim()}` };
};

test("the vendor's Python SDK activates, verifies, counts and reads the log", async (t) => {
  const prepared = await preparePython();
  if ('missing' in prepared) return t.skip(prepared.missing);
  const server = await startTestServer();
  try {
    const { productId } = await server.product();
    const { key } = await addLicense(server.engine, { productId, key: 'GEBNC-WZZJD-VJIHG-GCMVD', maxNoOfMachines: 1 });
    const input = {
      url: server.url,
      token: await server.token(),
      publicKey: (await describeAccount(server.engine, 1)).publicKeyXml,
      otherPublicKey: (await generateKeyPair()).publicKeyXml,
      productId,
      key,
    };
    const { exitCode, stdout, stderr } = await runProgram(prepared.python, [CLIENT], JSON.stringify(input));
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      activated: [key, ['machine-1'], true],
      metadata: [1, true],
      wrongPublicKey: [null, 'The signature check failed.'],
      beyondLimit: [null, 'Cannot activate the new device as the limit has been reached.'],
      floating: [['floating:float-1', 'machine-1'], true],
      incremented: 0,
      bounded: null,
      listed: [['usage', 'text', 8]],
      inLicense: [['usage', 8]],
      removed: 0,
      deactivated: [true, ''],
      released: [true, ''],
      notActivated: [false, 'Either the machine code was never activated or key activation feature was never set up.'],
      registered: [true, null],
      events: [['editor', 'start', 25, 'USD']],
      // Newest first: the GetKey between them leaves no row.
      states: [6020, 6011, 6010, 8012, 8013, 8020, 8014, 8011, 2014, 2022, 2011, 2012],
      unknownKey: [null, 'Could not find the key.'],
      badToken: [null, 'Unable to authenticate.'],
    });
  } finally {
    await server.stop();
  }
});
