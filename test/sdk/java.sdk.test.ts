import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describeAccount } from '../../src/engine/administration/administration.js';
import { generateKeyPair } from '../../src/engine/licensing/signer.js';
import { addLicense } from '../harness/licenses.js';
import { startTestServer } from '../harness/server.js';
import { isInstalled, runProgram } from './toolchain.js';

/** The vendor's SDK for Java, as Maven Central has it. */
const SDK = { groupId: 'io.cryptolens', artifactId: 'cryptolens', version: '1.27.0' };
const CLIENT = fileURLToPath(new URL('../../../test/sdk/java/Client.java', import.meta.url));

const PROJECT = `<project><modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>sdk</artifactId><version>1</version>
  <dependencies><dependency><groupId>${SDK.groupId}</groupId><artifactId>${SDK.artifactId}</artifactId>
  <version>${SDK.version}</version></dependency></dependencies></project>`;

/**
 * A directory with the SDK and what it needs, as jars: the one that KEYLEDGER_JAVA_SDK names, or one that Maven fills
 * once and that is kept with the machine's temporary files; or why there is none.
 */
const prepareJars = async (): Promise<{ readonly jars: string } | { readonly missing: string }> => {
  if (!isInstalled('javac', '-version')) return { missing: 'there is no javac' };
  const given = process.env.KEYLEDGER_JAVA_SDK;
  if (given !== undefined) return { jars: given };
  const project = join(tmpdir(), `keyledger-cryptolens-java-${SDK.version}`);
  const jars = join(project, 'jars');
  const sdk = join(jars, `${SDK.artifactId}-${SDK.version}.jar`);
  if (existsSync(sdk)) return { jars };
  if (!isInstalled('mvn', '-v'))
    return { missing: 'there is no mvn, and KEYLEDGER_JAVA_SDK names no directory of jars' };
  await mkdir(project, { recursive: true });
  await writeFile(join(project, 'pom.xml'), PROJECT);
  const copied = await runProgram(
    'mvn',
    ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`],
    '',
    project,
  );
  if (existsSync(sdk)) return { jars };
  const reason = copied.stdout.split('\n').find((line) => line.includes('ERROR')) ?? copied.stderr.trim();
  return { missing: `${SDK.groupId}:${SDK.artifactId}:${SDK.version} cannot be brought: ${reason}` };
};

test("the vendor's Java SDK activates, verifies and counts", async (t) => {
  const prepared = await prepareJars();
  if ('missing' in prepared) return t.skip(prepared.missing);
  const classes = await mkdtemp(join(tmpdir(), 'keyledger-java-'));
  const server = await startTestServer();
  try {
    const classPath = `${join(prepared.jars, '*')}:${classes}`;
    const compiled = await runProgram('javac', ['-nowarn', '-d', classes, '-cp', classPath, CLIENT]);
    assert.equal(compiled.exitCode, 0, compiled.stderr);
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
    const { exitCode, stdout, stderr } = await runProgram('java', ['-cp', classPath, 'Client'], JSON.stringify(input));
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      activated: [key, ['machine-1'], true],
      wrongPublicKey: true,
      savedAndLoaded: true,
      beyondLimit: [true, 'Cannot activate the new device as the limit has been reached.'],
      floating: [['floating:float-1', 'machine-1'], true],
      added: 0,
      incremented: 0,
      listed: [['usage', 'text', 8]],
      read: [true, 8],
      registered: 0,
      deactivated: true,
      released: true,
    });
  } finally {
    await server.stop();
    await rm(classes, { recursive: true });
  }
});
