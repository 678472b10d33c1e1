import { queryOptions } from '@tanstack/react-query';
import { type Problem, ProblemError } from '../problem.js';
import type { Methods } from './generated.js';
import { memberOf, messageOf, send } from './send.js';
import { csrfToken } from './session.js';

export type MethodName = keyof Methods;
export type Parameters<Name extends MethodName> = Methods[Name]['parameters'];
export type Answer<Name extends MethodName> = Methods[Name]['answer'];

export type CallResult<Name extends MethodName> = { readonly answer: Answer<Name> } | { readonly problem: Problem };

/** Calls a method of the API as the person who is signed in. A refusal is a value; nothing is thrown but an abort. */
export const call = async <Name extends MethodName>(
  method: Name,
  parameters: Parameters<Name>,
  signal?: AbortSignal,
): Promise<CallResult<Name>> => {
  const sent = await send('POST', `/api/${method}`, {
    body: parameters,
    headers: { 'x-csrf-token': csrfToken() },
    signal,
  });
  if ('problem' in sent) return sent;
  const { status, body } = sent;
  // Shaped as the declaration says: the server's own tests hold it to that.
  if (status === 200 && memberOf(body, 'result') === 0) return { answer: body as Answer<Name> };
  if (status === 401) return { problem: { kind: 'signedOut', message: 'You are signed out. Sign in to continue.' } };
  const kind = status >= 500 ? 'failed' : 'refused';
  return { problem: { kind, message: messageOf(body) } };
};

/** Calls a method within a query: what is refused is thrown, as a ProblemError. */
export const ask = async <Name extends MethodName>(
  method: Name,
  parameters: Parameters<Name>,
  signal?: AbortSignal,
): Promise<Answer<Name>> => {
  const result = await call(method, parameters, signal);
  if ('problem' in result) throw new ProblemError(result.problem);
  return result.answer;
};

/** A reading method as a query: `useQuery(methodQuery('product/GetProducts', {}))`. Its error is a ProblemError. */
export const methodQuery = <Name extends MethodName>(method: Name, parameters: Parameters<Name>) =>
  queryOptions({
    queryKey: [method, parameters] as const,
    queryFn: ({ signal }): Promise<Answer<Name>> => ask(method, parameters, signal),
  });
