import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import type { NewEvent } from '../../domain/batch/newEvent.js';
import { granted, type Outcome, refused } from '../../domain/batch/outcome.js';
import { type Caller, scopeOf } from '../../domain/entities/caller.js';
import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import { SENTENCES } from '../../domain/sentences.js';
import type { LoadsObjects, RegistersEvents } from '../../engine/access.js';
import { LIMITS } from '../../limits.js';
import { findAddressed } from '../addressed.js';
import { literalText, machineCode, optionalId, optionalText, readInteger, text } from '../parameters.js';

/** What RegisterEvent and RegisterEvents share. */

export const EVENT_ERRORS = [
  SENTENCES.accessDenied,
  SENTENCES.inputIncorrect,
  SENTENCES.productNotFound,
  SENTENCES.keyNotFound,
] as const;

/** What all events of a call are about. For no product one SDK sends ProductId -1, others send 0. */
export const eventSubject = {
  ProductId: z
    .preprocess((raw) => (readInteger(raw) === -1 ? undefined : raw), optionalId())
    .meta({ description: 'The product id.' }),
  Key: optionalText(LIMITS.keyChars).meta({ description: 'The key string; requires ProductId.' }),
  MachineCode: machineCode(),
};

/** The fields of each event. */
export const eventFields = {
  FeatureName: literalText(LIMITS.eventNameChars).meta({ description: 'The feature, at most 100 characters.' }),
  EventName: literalText(LIMITS.eventNameChars).meta({
    description: 'What happened, for example `start` or `click`; at most 100 characters.',
  }),
  Value: z
    .preprocess(
      readInteger,
      z
        .int()
        .min(-LIMITS.int32 - 1)
        .max(LIMITS.int32)
        .default(0),
    )
    .meta({ description: 'A number, by convention in the smallest unit: 25.30 is 2530.' }),
  Currency: text(3)
    .refine((currency) => /^(?:[A-Za-z]{3})?$/.test(currency))
    .meta({ description: 'Three letters, if the value is an amount of money.' }),
  Metadata: text(LIMITS.eventMetadataChars).meta({ description: 'Anything else, by convention as JSON.' }),
};

interface Subject {
  readonly ProductId?: number | undefined;
  readonly Key?: string | undefined;
  readonly MachineCode: string;
}

interface Fields {
  readonly FeatureName: string;
  readonly EventName: string;
  readonly Value: number;
  readonly Currency: string;
  readonly Metadata: string;
  /** Unix seconds. */
  readonly Time?: number | undefined;
}

/**
 * Registers all events or none. A product or key that is given must exist. A locked token must name its product or key;
 * a key lock below 0 makes both required.
 */
export const registerEvents = async (
  access: LoadsObjects & RegistersEvents,
  caller: Caller,
  subject: Subject,
  events: readonly Fields[],
): Promise<Outcome<object, (typeof EVENT_ERRORS)[number], never>> => {
  const found = await findSubject(access, caller, subject);
  if (typeof found === 'string') return refused(found);
  if (events.length === 0) return granted({});
  await access.registerEvents(
    events.map(
      (event): NewEvent => ({
        productId: found.productId,
        licenseId: found.licenseId,
        machineCode: subject.MachineCode,
        featureName: event.FeatureName,
        eventName: event.EventName,
        value: event.Value,
        currency: event.Currency,
        metadata: event.Metadata,
        time: event.Time ?? null,
      }),
    ),
  );
  return granted({});
};

const findSubject = async (
  access: LoadsObjects,
  caller: Caller,
  { ProductId, Key }: Subject,
): Promise<{ readonly productId: ProductId; readonly licenseId: LicenseId } | (typeof EVENT_ERRORS)[number]> => {
  if (Key !== undefined && ProductId === undefined) return SENTENCES.inputIncorrect;
  const { productLock, keyLock } = scopeOf(caller);
  if (keyLock < 0 && Key === undefined) return SENTENCES.inputIncorrect;
  if (keyLock > 0 && Key === undefined) return SENTENCES.accessDenied;
  if (productLock !== 0 && productLock !== ProductId) return SENTENCES.accessDenied;
  if (ProductId === undefined) return { productId: 0, licenseId: 0 };
  if (Key === undefined) {
    const state = await access.load([need.product(ProductId)]);
    return state.product(ProductId) === undefined ? SENTENCES.productNotFound : { productId: ProductId, licenseId: 0 };
  }
  const state = await access.load([need.license({ productId: ProductId, key: Key })]);
  const found = findAddressed(state, { ProductId, Key }, caller);
  return typeof found === 'string' ? found : { productId: ProductId, licenseId: found.license.licenseId };
};
