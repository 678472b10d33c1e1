import type { Engine } from '../../engine/engine.js';
import { callAs } from '../../methods/call.js';
import { methodNamed } from '../../methods/methodNamed.js';
import { OperatorError } from '../../operatorError.js';

/** Calls methods as the account's owner does from the shell. Throws `OperatorError` with the sentence of a refusal. */
export const callFromShell =
  (engine: Engine, accountId: number) =>
  async (name: string, parameters: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> => {
    const method = methodNamed(name);
    if (method === undefined) throw new Error(`there is no method ${name}`);
    const raw = new Map(Object.entries(parameters).map(([parameter, value]) => [parameter.toLowerCase(), value]));
    const { body } = await callAs(method, { engine, raw, ip: '', accountId, caller: { kind: 'shell', accountId } });
    if (body.result !== 0) throw new OperatorError('refused', String(body.message));
    return body;
  };
