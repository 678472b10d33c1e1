import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { z } from 'zod';
import { type ExtAnswer, isSigned } from '../../harness/extSignature.js';

test('the verifier passes on a published signature', async () => {
  const { fields, signature, publicKeyXml } = z
    .object({
      fields: z.object({
        valid: z.boolean(),
        created: z.string(),
        expires: z.string(),
        settime: z.int(),
        timeleft: z.int(),
        features: z.array(z.boolean()).length(8),
      }),
      signature: z.string(),
      publicKeyXml: z.string(),
    })
    .parse(JSON.parse(await readFile('test/vectors/web-api-2-signature.json', 'utf8')));
  const text = (value: boolean): string => (value ? 'True' : 'False');
  const answer: ExtAnswer = {
    valid: text(fields.valid),
    created: fields.created,
    expires: fields.expires,
    settime: String(fields.settime),
    timeleft: String(fields.timeleft),
    ...Object.fromEntries(fields.features.map((on, index) => [`f${index + 1}`, text(on)])),
    signature,
  };
  const [, n = '', e = ''] = /<Modulus>(.*)<\/Modulus><Exponent>(.*)<\/Exponent>/.exec(publicKeyXml) ?? [];
  const jwk = {
    kty: 'RSA',
    n: Buffer.from(n, 'base64').toString('base64url'),
    e: Buffer.from(e, 'base64').toString('base64url'),
  };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  assert(isSigned(answer, publicKey));
  assert(!isSigned({ ...answer, timeleft: '0' }, publicKey));
});
