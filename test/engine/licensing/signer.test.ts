import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { legacyLicense, signedText } from '../../../src/domain/licensing/license/legacy.js';
import { licenseMetadata, metadataText } from '../../../src/domain/licensing/license/metadata.js';
import { renderSigned } from '../../../src/domain/licensing/license/payload.js';
import { publicKeyXml } from '../../../src/domain/licensing/license/publicKey.js';
import {
  generateKeyPair,
  Signer,
  signedAnswer,
  signedLegacyLicense,
  signedMetadata,
} from '../../../src/engine/licensing/signer.js';
import {
  EVERYTHING,
  publicKeyOfXml,
  readVectors,
  SIGN_DATE_MS,
  sampleView,
} from '../../domain/licensing/license/sample.js';
import { expireCaches } from '../../harness/clock.js';

const bytesOf = (base64: string) => Buffer.from(base64, 'base64');

describe('a generated key', () => {
  let signer: Signer;
  let xml: string;

  before(async () => {
    const pair = await generateKeyPair();
    signer = new Signer(pair.privateKeyPem);
    xml = pair.publicKeyXml;
  });

  test('has the public key that clients take: 2048 bits, exponent AQAB', () => {
    assert.equal(signer.publicKeyXml, xml);
    const modulus = /<Modulus>(.*)<\/Modulus>/.exec(xml)?.[1] ?? '';
    assert.equal(bytesOf(modulus).length, 256);
    assert.equal(bytesOf(modulus).toString('base64'), modulus);
    assert.ok(xml.endsWith('</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>'));
  });

  test('signs SignMethod 1 answers', async () => {
    const text = renderSigned(sampleView(), { ...EVERYTHING, signDateMs: SIGN_DATE_MS });
    const { licenseKey, signature } = await signedAnswer(signer, text);
    assert.equal(bytesOf(licenseKey).toString('utf8'), text);
    assert.ok(verify('sha256', bytesOf(licenseKey), publicKeyOfXml(xml), bytesOf(signature)));
    const changed = Buffer.from(text.replace('"Block":false', '"Block":true'));
    assert.ok(!verify('sha256', changed, publicKeyOfXml(xml), bytesOf(signature)));
  });

  test('signs SignMethod 0 licenses over the text of the object it returns', async () => {
    const license = legacyLicense(sampleView(), { ...EVERYTHING, signDateMs: SIGN_DATE_MS });
    const signed = await signedLegacyLicense(signer, license);
    assert.deepEqual({ ...signed, signature: '' }, license);
    const bytes = Buffer.from(signedText(signed), 'utf16le');
    assert.ok(verify('sha256', bytes, publicKeyOfXml(xml), bytesOf(signed.signature)));
  });

  test('signs metadata with SHA-512 over the decoded Data', async () => {
    const product = { features: [], allLicensesTimeLimited: true };
    const metadata = licenseMetadata(sampleView(), product, SIGN_DATE_MS);
    const { signature, ...rest } = await signedMetadata(signer, metadata, SIGN_DATE_MS);
    assert.deepEqual(rest, metadata);
    const envelope = JSON.parse(bytesOf(signature).toString('utf8'));
    assert.deepEqual(Object.keys(envelope), ['Data', 'Signature', 'Date', 'Version']);
    assert.equal(bytesOf(envelope.Data).toString('utf8'), metadataText(metadata));
    assert.ok(verify('sha512', bytesOf(envelope.Data), publicKeyOfXml(xml), bytesOf(envelope.Signature)));
    assert.equal(envelope.Date, Math.floor(SIGN_DATE_MS / 1000));
    assert.equal(envelope.Version, 1);
  });
});

test('keys that clients could not use are refused', () => {
  const pem = (bits: number, publicExponent: number) =>
    generateKeyPairSync('rsa', { modulusLength: bits, publicExponent })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  for (const unusable of [pem(1024, 65_537), pem(2048, 3), elliptic]) {
    assert.throws(() => new Signer(unusable), /must be RSA with 2048 bits/);
  }
  assert.throws(() => new Signer('not a key'));
});

test('the vendor’s own public key survives the way through a JSON Web Key', () => {
  const { modulus, exponent } = readVectors<{ modulus: string; exponent: string }>('signed-licenses.json');
  const xml = `<RSAKeyValue><Modulus>${modulus}</Modulus><Exponent>${exponent}</Exponent></RSAKeyValue>`;
  const { n = '', e = '' } = publicKeyOfXml(xml).export({ format: 'jwk' });
  assert.equal(publicKeyXml({ n, e }), xml);
});

describe('a signature of the last second', () => {
  test('is used again for the same text, and for no other text, digest or encoding', async () => {
    const { privateKeyPem, publicKeyXml: xml } = await generateKeyPair();
    const signer = new Signer(privateKeyPem);
    const first = signer.signSha256('text', 'utf8');
    assert.equal(signer.signSha256('text', 'utf8'), first);
    const others = [signer.signSha256('text', 'utf16le'), signer.signSha512('text'), signer.signSha256('texT', 'utf8')];
    for (const other of others) assert.notEqual(other, first);
    const verified = async (digest: string, bytes: Buffer, signature: Promise<string>) =>
      verify(digest, bytes, publicKeyOfXml(xml), bytesOf(await signature));
    assert.ok(await verified('sha256', Buffer.from('text'), first));
    assert.ok(await verified('sha256', Buffer.from('text', 'utf16le'), others[0] ?? first));
    assert.ok(await verified('sha512', Buffer.from('text'), others[1] ?? first));
    assert.ok(await verified('sha256', Buffer.from('texT'), others[2] ?? first));
  });

  test('is forgotten after it', async () => {
    const { privateKeyPem } = await generateKeyPair();
    const signer = new Signer(privateKeyPem);
    const first = signer.signSha256('text', 'utf8');
    expireCaches();
    assert.notEqual(signer.signSha256('text', 'utf8'), first);
    assert.equal(await signer.signSha256('text', 'utf8'), await first);
  });
});
