import type { State } from '../log/states.js';
import type { LogEntry } from './logEntry.js';
import type { NewEvent } from './newEvent.js';
import type { Write } from './write.js';

/**
 * The result of a rule. A rule is a pure function
 * `decide(state, parameters, context) → Outcome`: it reads the loaded objects and returns the answer, the writes and
 * the log row. The engine loads, writes and commits.
 */

export interface Granted<Result, S extends State> {
  readonly granted: true;
  readonly result: Result;
  /** The answer's `message`. Undefined: the default of the category on success. */
  readonly message?: string;
  readonly logs: readonly LogEntry<S>[];
  readonly writes: readonly Write[];
  readonly events: readonly NewEvent[];
}

export interface Refused<Sentence extends string, S extends State> {
  readonly granted: false;
  readonly sentence: Sentence;
  /** null where the method's refusals are not logged. */
  readonly log: LogEntry<S> | null;
}

export type Outcome<Result, Sentence extends string, S extends State> = Granted<Result, S> | Refused<Sentence, S>;

export const granted = <Result, S extends State = never>(
  result: Result,
  effects: {
    readonly logs?: readonly LogEntry<S>[];
    readonly writes?: readonly Write[];
    readonly events?: readonly NewEvent[];
    readonly message?: string;
  } = {},
): Granted<Result, S> => ({
  granted: true,
  result,
  logs: effects.logs ?? [],
  writes: effects.writes ?? [],
  events: effects.events ?? [],
  ...(effects.message === undefined ? {} : { message: effects.message }),
});

export const refused = <Sentence extends string, S extends State = never>(
  sentence: Sentence,
  log: LogEntry<S> | null = null,
): Refused<Sentence, S> => ({ granted: false, sentence, log });
