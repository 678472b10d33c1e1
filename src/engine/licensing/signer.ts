import { createPrivateKey, createPublicKey, generateKeyPair as generateKeys, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { LRUCache } from 'lru-cache';
import { type LegacyLicense, signedText } from '../../domain/licensing/license/legacy.js';
import { type Metadata, metadataText } from '../../domain/licensing/license/metadata.js';
import { publicKeyXml } from '../../domain/licensing/license/publicKey.js';
import { unixSeconds } from '../../domain/time/time.js';

/** Fixed by the clients: the Python one requires a modulus of 256 bytes. */
const MODULUS_BITS = 2048;
const EXPONENT = 65_537;

/** The layout of a metadata signature, named inside it. */
const METADATA_SIGNATURE_VERSION = 1;

const generateKeysAsync = promisify(generateKeys);

type Digest = 'sha256' | 'sha512';

/** Characters of signed texts that are cached. */
const RECENT_CHARS = 1_000_000;

/**
 * Signatures of the last second by signed text. The signature scheme is deterministic, and repeated answers are dated in
 * whole seconds, so within a second they are the same text.
 */
const recentSignatures = () =>
  new LRUCache<string, Promise<string>>({
    maxSize: RECENT_CHARS,
    maxEntrySize: RECENT_CHARS / 10,
    // Removed when they expire rather than lazily, since each account has a cache.
    ttl: 1_000,
    ttlAutopurge: true,
    sizeCalculation: (_signature, text) => text.length,
  });

/**
 * Signs with an account's private key (RSASSA-PKCS1-v1_5). A signature takes about a millisecond, so it is made on
 * libuv's threads, never on the main one; its number of threads bounds how many are made at once.
 */
export class Signer {
  readonly #privateKey: KeyObject;
  readonly #recent = { sha256: recentSignatures(), sha256utf16le: recentSignatures(), sha512: recentSignatures() };
  /** The public key with which the account's clients verify. */
  readonly publicKeyXml: string;

  /** Throws unless the PEM is an RSA private key of 2048 bits with the exponent 65537. */
  constructor(privateKeyPem: string) {
    const privateKey = createPrivateKey(privateKeyPem);
    const { modulusLength, publicExponent } = privateKey.asymmetricKeyDetails ?? {};
    if (
      privateKey.asymmetricKeyType !== 'rsa' ||
      modulusLength !== MODULUS_BITS ||
      publicExponent !== BigInt(EXPONENT)
    ) {
      throw new Error(`a signing key must be RSA with ${MODULUS_BITS} bits and the exponent ${EXPONENT}`);
    }
    this.#privateKey = privateKey;
    this.publicKeyXml = xmlOf(createPublicKey(privateKey));
  }

  /** Base64. */
  signSha256(text: string, encoding: 'utf8' | 'utf16le'): Promise<string> {
    return this.#sign('sha256', text, encoding);
  }

  /** Base64. */
  signSha512(text: string): Promise<string> {
    return this.#sign('sha512', text, 'utf8');
  }

  #sign(digest: Digest, text: string, encoding: BufferEncoding): Promise<string> {
    const recent = this.#recent[encoding === 'utf16le' ? 'sha256utf16le' : digest];
    const known = recent.get(text);
    if (known !== undefined) return known;
    const made = signed(digest, Buffer.from(text, encoding), this.#privateKey);
    recent.set(text, made);
    made.catch(() => recent.delete(text));
    return made;
  }
}

const signed = (digest: Digest, bytes: Uint8Array, privateKey: KeyObject): Promise<string> =>
  new Promise((resolve, reject) => {
    // Only with a callback does `sign` leave the main thread.
    sign(digest, bytes, privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(signature.toString('base64'));
    });
  });

/** A new signing key, with the public key for the clients. */
export async function generateKeyPair(): Promise<{ privateKeyPem: string; publicKeyXml: string }> {
  const { privateKey, publicKey } = await generateKeysAsync('rsa', {
    modulusLength: MODULUS_BITS,
    publicExponent: EXPONENT,
  });
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeyXml: xmlOf(publicKey),
  };
}

/** The two fields of a SignMethod 1 answer, both base64. */
export interface SignedAnswer {
  readonly licenseKey: string;
  readonly signature: string;
}

/** Signs a text of `renderSigned`. */
export async function signedAnswer(signer: Signer, text: string): Promise<SignedAnswer> {
  const licenseKey = Buffer.from(text, 'utf8').toString('base64');
  return { licenseKey, signature: await signer.signSha256(text, 'utf8') };
}

/** Signs a license of `legacyLicense`, for SignMethod 0. */
export async function signedLegacyLicense(signer: Signer, license: LegacyLicense): Promise<LegacyLicense> {
  return { ...license, signature: await signer.signSha256(signedText(license), 'utf16le') };
}

export interface SignedMetadata extends Metadata {
  /** Base64 of the JSON `{Data, Signature, Date, Version}`: Data is the signed copy in base64, Date in unix seconds. */
  readonly signature: string;
}

export async function signedMetadata(signer: Signer, metadata: Metadata, signDateMs: number): Promise<SignedMetadata> {
  const text = metadataText(metadata);
  const envelope = JSON.stringify({
    Data: Buffer.from(text, 'utf8').toString('base64'),
    Signature: await signer.signSha512(text),
    Date: unixSeconds(signDateMs),
    Version: METADATA_SIGNATURE_VERSION,
  });
  return { ...metadata, signature: Buffer.from(envelope, 'utf8').toString('base64') };
}

function xmlOf(publicKey: KeyObject): string {
  const { n, e } = publicKey.export({ format: 'jwk' });
  if (n === undefined || e === undefined) throw new Error('not an RSA public key');
  return publicKeyXml({ n, e });
}
