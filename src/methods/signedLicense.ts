import { z } from 'zod';
import { type Caller, scopeOf } from '../domain/entities/caller.js';
import type { Customer, DataObject, License, Machine, Product } from '../domain/entities/licensing.js';
import { legacyLicense, unsignedLicense } from '../domain/licensing/license/legacy.js';
import { licenseMetadata } from '../domain/licensing/license/metadata.js';
import { renderSigned } from '../domain/licensing/license/payload.js';
import type { CallingMachine, ModelVersion } from '../domain/licensing/license/view.js';
import { signedAnswer, signedLegacyLicense, signedMetadata } from '../engine/licensing/signer.js';
import type { Presenting } from './define.js';
import { flag, integer, named } from './parameters.js';

/** Seconds; more than that is no longer a lease. */
const FLOATING_INTERVAL_SECONDS = 366 * 86_400;

/** The parameters that control how a licence is returned, shared by Activate and GetKey. */
export const answerParameters = {
  Sign: flag().meta({
    description:
      'Signs the answer of SignMethod 0, which otherwise has an empty `signature`. That of SignMethod 1 is always signed.',
  }),
  SignMethod: named({ LinqSign: 0, StringSign: 1, 0: 0, 1: 1 }, 0).meta({
    description:
      '1 (StringSign): the licence as signed base64. 0 (LinqSign): as an object, which contains a signature if `Sign` is set.',
  }),
  FieldsToReturn: integer(0, { min: 0 }).meta({
    description:
      'Bit mask of what to return, 0 for everything: ID 2, Key 4, Notes 8, GlobalId 16, Customer 32, ActivatedMachines 64, AllowedMachines 128, MaxNoOfMachines 256, DataObjects 512.',
  }),
  Metadata: flag().meta({ description: 'Adds separately signed `metadata`.' }),
  ModelVersion: named({ 1: 1, 2: 2, 3: 3 }, 1).meta({
    description: '2 adds FriendlyName to machines, 3 also FloatingExpires and Reseller.',
  }),
  FloatingTimeInterval: integer(0, { min: 0, max: FLOATING_INTERVAL_SECONDS }).meta({
    description: 'Seconds; above 0: a floating seat.',
  }),
} as const;

const answerOptions = z.object(answerParameters);

/** What an answer about one licence is made of. */
export interface LicenseAnswer {
  readonly product: Product;
  readonly license: License;
  readonly customer: Customer | null;
  readonly machines: readonly Machine[];
  readonly dataObjects: readonly DataObject[];
  readonly callingMachine: CallingMachine | null;
  /** FieldsToReturn, or the token's feature lock instead. */
  readonly mask: number;
}

/** A feature lock other than 0 replaces the caller's value. */
export const maskOf = (parameters: { readonly FieldsToReturn: number }, caller: Caller): number =>
  scopeOf(caller).featureLock || parameters.FieldsToReturn;

/** Renders, and signs where it is requested or SignMethod 1 implies it. */
export const presentLicense = async (
  answer: LicenseAnswer,
  parameters: z.output<typeof answerOptions>,
  { signer, now }: Presenting,
): Promise<object> => {
  const options = {
    mask: answer.mask,
    modelVersion: parameters.ModelVersion as ModelVersion,
    callingMachine: answer.callingMachine,
    signDateMs: now,
  };
  const product = { features: answer.product.features, allLicensesTimeLimited: false };
  const [license, metadata] = await Promise.all([
    parameters.SignMethod === 1
      ? signedAnswer(signer, renderSigned(answer, options))
      : (parameters.Sign
          ? signedLegacyLicense(signer, legacyLicense(answer, options))
          : Promise.resolve(unsignedLicense(answer, options))
        ).then((licenseKey) => ({ licenseKey })),
    parameters.Metadata ? signedMetadata(signer, licenseMetadata(answer, product, now), now) : undefined,
  ]);
  return metadata === undefined ? license : { ...license, metadata };
};
