import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import type { DemoClient, DemoTarget } from './demoClient.js';

const envelope = z.object({ result: z.int(), message: z.string().nullish() });
const signedLicense = z.object({ licenseKey: z.base64(), signature: z.base64() });
const license = z.object({ ActivatedMachines: z.array(z.unknown()).nullable(), MaxNoOfMachines: z.int() });

/** A client with plain HTTP and RSA: it sends forms and verifies the licence's signature. */
export const httpClient = ({ url, token, publicKeyXml, productId }: DemoTarget): DemoClient => {
  const publicKey = publicKeyOf(publicKeyXml);
  const call = async (method: string, parameters: Readonly<Record<string, string>>): Promise<unknown> => {
    const body = new URLSearchParams({ token, ProductId: String(productId), ...parameters });
    const answer: unknown = await (await fetch(`${url}/api/key/${method}`, { method: 'POST', body })).json();
    const { result, message } = envelope.parse(answer);
    if (result !== 0) throw new Error(message ?? 'refused without a message');
    return answer;
  };
  return {
    manner: "over plain HTTP (the vendor's SDK for Node, the package cryptolens, is not installed here)",
    activate: async (key, machineCode, seconds) => {
      const parameters = { Key: key, MachineCode: machineCode, Sign: 'true', SignMethod: '1' };
      const floating = seconds > 0 ? { FloatingTimeInterval: String(seconds) } : {};
      const { licenseKey, signature } = signedLicense.parse(await call('Activate', { ...parameters, ...floating }));
      const signed = Buffer.from(licenseKey, 'base64');
      if (!verify('sha256', signed, publicKey, Buffer.from(signature, 'base64'))) {
        throw new Error('the signature is not of this account');
      }
      const { ActivatedMachines, MaxNoOfMachines } = license.parse(JSON.parse(signed.toString()));
      return { taken: ActivatedMachines?.length ?? 0, limit: MaxNoOfMachines };
    },
    deactivate: async (key, machineCode) => {
      await call('Deactivate', { Key: key, MachineCode: machineCode });
    },
  };
};

/** An RSA key in .NET's XML form, as clients receive it. */
const publicKeyOf = (xml: string): KeyObject => {
  const partOf = (name: string): string => {
    const text = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1] ?? '';
    return Buffer.from(text, 'base64').toString('base64url');
  };
  return createPublicKey({ key: { kty: 'RSA', n: partOf('Modulus'), e: partOf('Exponent') }, format: 'jwk' });
};
