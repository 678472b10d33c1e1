import { z } from 'zod';
import { refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineQuery } from '../define.js';
import { json, optionalId } from '../parameters.js';
import { nothing } from '../results.js';
import { EVENT_ERRORS, eventFields, eventSubject, registerEvents } from './newEvents.js';

/** Events in one RegisterEvents call. */
const EVENTS_PER_CALL = 1_000;

const FIELDS = { ...eventFields, Time: optionalId(Number.MAX_SAFE_INTEGER) };
const NAMES = Object.keys(FIELDS) as readonly (keyof typeof FIELDS)[];
/** Names as declared, which is what most clients send, and in lower case. */
const FIELD_NAMES = new Map(NAMES.flatMap((name) => [[name, name] as const, [name.toLowerCase(), name] as const]));
const NOTHING_GIVEN: Readonly<Record<keyof typeof FIELDS, unknown>> = {
  FeatureName: undefined,
  EventName: undefined,
  Value: undefined,
  Currency: undefined,
  Metadata: undefined,
  Time: undefined,
};

/**
 * Names inside an event are case-insensitive and unknown ones are ignored, as for all parameters. All events become
 * objects of one shape, whichever names the client sent: reading a thousand of different shapes takes three times as
 * long.
 */
const readEvent = (raw: unknown): unknown => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const known = { ...NOTHING_GIVEN };
  for (const name in raw) {
    const field = FIELD_NAMES.get(name) ?? FIELD_NAMES.get(name.toLowerCase());
    if (field !== undefined) known[field] = (raw as Record<string, unknown>)[name];
  }
  return known;
};

export const RegisterEvents = defineQuery({
  category: 'ai',
  name: 'RegisterEvents',
  title: 'Registers up to 1,000 events at once: all of them, or none if one is invalid.',
  description:
    'ProductId, Key and MachineCode apply to all events. An event’s `Time` is in Unix seconds; 0, null or a future time is replaced by the server’s time. Permission and locks are those of RegisterEvent.',
  permission: 'RegisterEvent',
  scope: 'own',
  parameters: z.object({
    ...eventSubject,
    Events: json(z.array(z.preprocess(readEvent, z.object(FIELDS))).max(EVENTS_PER_CALL)).meta({
      description: 'A JSON array of objects with FeatureName, EventName, Value, Currency, Time, Metadata.',
    }),
  }),
  errors: EVENT_ERRORS,
  states: [],
  refusal: null,
  result: nothing,
  example: {
    request: { ProductId: 3349, Events: '[{"FeatureName":"Export","EventName":"start","Time":1767225600}]' },
    answer: { result: 0, message: null },
  },
  handle: async (access, { Events, ...subject }, { caller }) =>
    Events === undefined ? refused(SENTENCES.inputIncorrect) : registerEvents(access, caller, subject, Events),
});
