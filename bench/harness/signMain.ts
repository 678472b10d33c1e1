// RSA-2048 signatures a second of this machine: `crypto.sign` on libuv's threads and nothing else.
// Options: `{seconds}`; prints `{perSecond}`.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { programOptions } from './processes.js';

const { seconds } = await programOptions<{ seconds: number }>();
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const bytes = randomBytes(700);
// As many as there are threads, and some that wait: no thread is ever without work.
const AT_ONCE = 16;

let made = 0;
const began = performance.now();
const until = began + seconds * 1000;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (performance.now() < until) {
      await new Promise<void>((resolve, reject) => {
        sign('sha256', bytes, privateKey, (error) => (error ? reject(error) : resolve()));
      });
      made += 1;
    }
  }),
);
process.stdout.write(JSON.stringify({ perSecond: (made * 1000) / (performance.now() - began) }));
