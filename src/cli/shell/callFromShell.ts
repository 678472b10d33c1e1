import type { Engine } from '../../engine/engine.js';
import { AdministrationRefused } from '../../engine/identity/administration.js';
import { callAs } from '../../methods/call.js';
import { methodNamed } from '../../methods/methodNamed.js';

/** Calls methods as the account's owner does from the shell. Throws `AdministrationRefused` with what a method refuses. */
export const callFromShell =
  (engine: Engine, accountId: number) =>
  async (name: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const method = methodNamed(name);
    if (method === undefined) throw new AdministrationRefused(`This version has no ${name}.`);
    const raw = new Map(Object.entries(parameters).map(([parameter, value]) => [parameter.toLowerCase(), value]));
    const { body } = await callAs(method, { engine, raw, ip: '', accountId, caller: { kind: 'shell', accountId } });
    if (body.result !== 0) throw new AdministrationRefused(`${name}: ${String(body.message)}`);
    return body;
  };
