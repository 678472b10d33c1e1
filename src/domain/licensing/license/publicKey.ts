/** The two numbers of an RSA public key as a JSON Web Key has them: big-endian, base64url. */
export interface RsaPublicNumbers {
  readonly n: string;
  readonly e: string;
}

/** The public key in the .NET XML form that vendors paste into their applications. */
export function publicKeyXml({ n, e }: RsaPublicNumbers): string {
  return `<RSAKeyValue><Modulus>${base64(n)}</Modulus><Exponent>${base64(e)}</Exponent></RSAKeyValue>`;
}

function base64(base64url: string): string {
  const text = base64url.replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
