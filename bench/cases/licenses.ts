import assert from 'node:assert/strict';
import type { LoadRequest } from '../harness/load.js';
import type { Rig } from '../harness/rig.js';

/** A call's form body, as the SDKs send it. */
export const form = (rig: Rig, parameters: Readonly<Record<string, string | number | boolean>>): string => {
  const body = new URLSearchParams({ token: rig.token });
  for (const [name, value] of Object.entries(parameters)) body.append(name, String(value));
  return body.toString();
};

/** Calls once and demands success. */
export const call = async (
  rig: Rig,
  method: string,
  parameters: Readonly<Record<string, string | number | boolean>>,
): Promise<Record<string, unknown>> => {
  const response = await fetch(`${rig.url}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form(rig, parameters),
  });
  const body = (await response.json()) as Record<string, unknown>;
  assert.equal(body.result, 0, `${method}: ${String(body.message)}`);
  return body;
};

/** A thousand keys of the rig's product. */
export const freshKeys = async (rig: Rig): Promise<readonly string[]> => {
  const { keys } = await call(rig, 'key/CreateKey', { ProductId: rig.productId, NoOfKeys: 1_000 });
  assert(Array.isArray(keys));
  return keys.map(String);
};

const MACHINES = 3;

/** Makes keys with three known machines each and returns an activation of each machine, keys apart from each other. */
export const knownActivations = async (rig: Rig, keys: number): Promise<readonly LoadRequest[]> => {
  const requests: LoadRequest[][] = Array.from({ length: MACHINES }, () => []);
  for (let made = 0; made < keys; ) {
    const wanted = Math.min(1_000, keys - made);
    const { keys: fresh } = (await call(rig, 'key/CreateKey', {
      ProductId: rig.productId,
      NoOfKeys: wanted,
      MaxNoOfMachines: MACHINES,
      Period: 365,
    })) as { keys?: string[] };
    assert(fresh !== undefined);
    await Promise.all(
      fresh.map(async (Key, index) => {
        for (let machine = 0; machine < MACHINES; machine++) {
          const parameters = {
            ProductId: rig.productId,
            Key,
            Sign: true,
            SignMethod: 1,
            v: 1,
            MachineCode: `${String(made + index).padStart(16, '0')}${machine}`.repeat(3).slice(0, 51),
          };
          await call(rig, 'key/Activate', parameters);
          requests[machine]?.push({ path: '/api/key/activate', body: form(rig, parameters) });
        }
      }),
    );
    made += wanted;
  }
  return requests.flat();
};
