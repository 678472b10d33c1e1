import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AccountState } from '../domain/batch/accountState.js';
import type { DecideContext } from '../domain/batch/decideContext.js';
import type { LogEntry } from '../domain/batch/logEntry.js';
import type { Need } from '../domain/batch/need.js';
import { type Granted, granted, type Outcome, type Refused, refused } from '../domain/batch/outcome.js';
import type { Caller } from '../domain/entities/caller.js';
import type { State } from '../domain/log/states.js';
import type { Engine } from '../engine/engine.js';
import type { Presenting } from './define.js';
import type { RawParameters, ReadParameters } from './rawParameters.js';

/** How a method of either API is called: admit, run, and log refusals. */

/** A request before its caller is identified. */
export interface Incoming {
  readonly engine: Engine;
  readonly raw: RawParameters;
  /** The caller's full address, "" for the command line. */
  readonly ip: string;
}

/** A call whose account and caller are known. */
export interface Call extends Incoming {
  readonly accountId: number;
  readonly caller: Caller;
}

/** Parameters as parsed by a declaration. */
export type Parameters = Readonly<Record<string, unknown>>;

interface Runnable {
  readonly number: number;
  readonly kind: string;
  /** null: refusals are not logged. */
  readonly refusal: State | null;
}

/** Makes the log row of a refusal that has none yet. */
export interface RefusalSteps<Method extends Runnable> {
  /** What the log entry needs. */
  refusalNeeds(method: Method, call: Call): readonly Need[];
  refusalEntry(method: Method, call: Call, state: AccountState): LogEntry | null;
}

/** The steps in which the two APIs differ. */
export interface Steps<Command extends Runnable, Query extends Runnable, Result extends object>
  extends RefusalSteps<Command | Query> {
  /** The parameters, or the sentence that refuses the call before anything is loaded. */
  admit(method: Command | Query, call: Call): ReadParameters;
  needs(method: Command, call: Call, parameters: Parameters): readonly Need[];
  /** The rule, with the log entry of a refusal that has no state of its own. */
  decide(method: Command, call: Call, parameters: Parameters): Rule;
  /** Renders the answer from the rule's result; undefined: the result is the answer. */
  presenter(method: Command, parameters: Parameters): Presenter<Result> | undefined;
  read(method: Query, call: Call, parameters: Parameters): Promise<Granted<Result, State> | Refused<string, State>>;
}

type Rule = (state: AccountState, context: DecideContext) => Outcome<object, string, State>;

type Presenter<Result> = (result: object, tools: Presenting) => Result | Promise<Result>;

type Ended<Result> = Pick<Granted<Result, never>, 'granted' | 'result' | 'message'> | Refused<string, State>;

/** Runs a call. State and log rows are durable once it resolves, those of a refusal too. */
export const runCall = async <
  Command extends Runnable & { readonly kind: 'command' },
  Query extends Runnable & { readonly kind: 'query' },
  Result extends object,
>(
  steps: Steps<Command, Query, Result>,
  method: Command | Query,
  call: Call,
): Promise<Ended<Result>> => {
  const admitted = steps.admit(method, call);
  if (!admitted.success) return refuse(steps, method, call, admitted.sentence);
  if (method.kind === 'command') return runCommand(steps, method, call, admitted.parameters);
  const outcome = await steps.read(method, call, admitted.parameters);
  if (!outcome.granted) return refuse(steps, method, call, outcome.sentence);
  const { logs } = outcome;
  if (logs.length > 0) await submit(call, method, [], () => granted({}, { logs }));
  return outcome;
};

const runCommand = async <Command extends Runnable, Query extends Runnable, Result extends object>(
  steps: Steps<Command, Query, Result>,
  method: Command,
  call: Call,
  parameters: Parameters,
): Promise<Ended<Result>> => {
  const present = steps.presenter(method, parameters);
  const signer = present === undefined ? undefined : await call.engine.signer(call.accountId);
  const rule = steps.decide(method, call, parameters);
  let presented: Promise<Result> | undefined;
  const outcome = await submit(call, method, steps.needs(method, call, parameters), (state, context) => {
    const decided = rule(state, context);
    if (decided.granted && present !== undefined && signer !== undefined) {
      // Signed during the commit; the answer waits for both. A batch that is decided again is signed again. In the next
      // turn, so that the commit is sent first; caught, because nothing awaits it when the batch fails.
      presented = nextTurn().then(() => present(decided.result, { signer, now: context.now }));
      presented.catch(() => {});
    }
    return decided;
  });
  if (!outcome.granted || presented === undefined) return outcome as Ended<Result>;
  return { ...outcome, result: await presented };
};

/** Answers a refusal that no rule decided. If the method logs refusals, it waits until the row is durable. */
export const refuse = async <Method extends Runnable>(
  { refusalNeeds, refusalEntry }: RefusalSteps<Method>,
  method: Method,
  call: Call,
  sentence: string,
): Promise<Refused<string, State>> => {
  if (method.refusal !== null) {
    await submit(call, method, refusalNeeds(method, call), (state) =>
      refused(sentence, refusalEntry(method, call, state)),
    );
  }
  return refused(sentence);
};

const submit = async (
  { engine, accountId, caller, ip }: Call,
  method: Runnable,
  needs: readonly Need[],
  decide: Rule,
): Promise<Outcome<object, string, State>> => {
  const { outcome } = await engine.submit(accountId, {
    method: method.number,
    caller,
    ip,
    needs,
    decide,
  });
  return outcome;
};
