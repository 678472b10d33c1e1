import { createPrivateKey, createPublicKey, generateKeyPair as generateKeys, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { type LegacyLicense, signedText } from '../domain/license/legacy.js';
import { type Metadata, metadataText } from '../domain/license/metadata.js';
import { publicKeyXml } from '../domain/license/publicKey.js';
import { unixSeconds } from '../domain/time.js';

/** Clients are built for exactly these: the Python one wants a modulus of 256 bytes. */
const MODULUS_BITS = 2048;
const EXPONENT = 65_537;

/** The layout of a metadata signature, named inside it. */
const METADATA_SIGNATURE_VERSION = 1;

const generateKeysAsync = promisify(generateKeys);

/**
 * Signs with an account's private key (RSASSA-PKCS1-v1_5). A signature takes about a millisecond, so it is made on
 * libuv's threads, never on the main one; its number of threads bounds how many are made at once.
 */
export class Signer {
  readonly #privateKey: KeyObject;
  /** What the account's clients verify with. */
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
  signSha256(bytes: Uint8Array): Promise<string> {
    return this.#sign('sha256', bytes);
  }

  /** Base64. */
  signSha512(bytes: Uint8Array): Promise<string> {
    return this.#sign('sha512', bytes);
  }

  #sign(digest: 'sha256' | 'sha512', bytes: Uint8Array): Promise<string> {
    return new Promise((resolve, reject) => {
      // Only with a callback does `sign` leave the main thread.
      sign(digest, bytes, this.#privateKey, (error, signature) => {
        if (error) reject(error);
        else resolve(signature.toString('base64'));
      });
    });
  }
}

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
  const bytes = Buffer.from(text, 'utf8');
  return { licenseKey: bytes.toString('base64'), signature: await signer.signSha256(bytes) };
}

/** Signs a license of `legacyLicense`, for SignMethod 0. */
export async function signedLegacyLicense(signer: Signer, license: LegacyLicense): Promise<LegacyLicense> {
  return { ...license, signature: await signer.signSha256(Buffer.from(signedText(license), 'utf16le')) };
}

export interface SignedMetadata extends Metadata {
  /** Base64 of the JSON `{Data, Signature, Date, Version}`: Data is the signed copy in base64, Date in unix seconds. */
  readonly signature: string;
}

export async function signedMetadata(signer: Signer, metadata: Metadata, signDateMs: number): Promise<SignedMetadata> {
  const data = Buffer.from(metadataText(metadata), 'utf8');
  const envelope = JSON.stringify({
    Data: data.toString('base64'),
    Signature: await signer.signSha512(data),
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
