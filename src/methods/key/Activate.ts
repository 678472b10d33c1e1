import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { ownerOfLicense } from '../../domain/entities/objectOwners.js';
import { decideActivation, systemEvent } from '../../domain/licensing/activation.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineLicenseCommand } from '../define.js';
import { friendlyName, integer, licenseAddress, machineCode, text } from '../parameters.js';
import { signedLicenseResult } from '../results.js';
import { answerParameters, type LicenseAnswer, maskOf, presentLicense } from '../signedLicense.js';

export const Activate = defineLicenseCommand({
  category: 'key',
  name: 'Activate',
  title: 'Activates a machine on a licence and returns the signed licence.',
  description:
    'A new machine takes a seat; a known machine keeps its own. With `FloatingTimeInterval` the seat is floating and is held until that many seconds have passed without renewal. An expired licence can still be activated: the client checks `Expires` itself.',
  permission: 'Activate',
  featureLock: 'Replaces FieldsToReturn.',
  parameters: z.object({
    ...licenseAddress,
    MachineCode: machineCode(),
    FriendlyName: friendlyName(),
    ...answerParameters,
    MaxOverdraft: integer(0, { min: 0, max: LIMITS.maxOverdraft }).meta({
      description: 'How many floating seats beyond the limit this request may use.',
    }),
    OSInfo: text(LIMITS.osInfoChars).meta({
      description: 'JSON that describes the client’s system; registered as an event.',
    }),
  }),
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.productNotFound,
    SENTENCES.keyNotFound,
    SENTENCES.keyBlocked,
    SENTENCES.deviceLimit,
  ],
  states: [2010, 2011, 2012, 2013, 2014, 2015, 2020, 2022, 2024],
  refusal: 2020,
  result: signedLicenseResult,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', MachineCode: 'MACHINE-1', Sign: 'true', SignMethod: 1 },
    answer: { licenseKey: 'eyJQcm9kdWN0SWQiOjMzNDks…', signature: 'Q2RnZm…', result: 0, message: '' },
  },
  include: { machines: true, dataObjects: true, customer: true },
  needs: ({ ProductId }) => [need.productWithDataObjects(ProductId)],
  decide: ({ license, product }, state, parameters, context) => {
    const floating = parameters.FloatingTimeInterval > 0;
    const request = {
      machineCode: parameters.MachineCode,
      friendlyName: parameters.FriendlyName,
      floatingInterval: parameters.FloatingTimeInterval,
      maxOverdraft: parameters.MaxOverdraft,
    };
    const outcome = decideActivation(license, state, request, context);
    if (!outcome.granted) return outcome;
    const answer: LicenseAnswer = {
      product,
      license: outcome.result.license,
      customer: license.customerId === null ? null : (state.customer(license.customerId) ?? null),
      machines: outcome.result.machines,
      dataObjects: state.dataObjects(ownerOfLicense(license.licenseId)),
      callingMachine: { machineCode: parameters.MachineCode, floating },
      mask: maskOf(parameters, context.caller),
    };
    const events = systemEvent(product, license, parameters.MachineCode, 'activate', parameters.OSInfo);
    return { ...outcome, result: answer, events };
  },
  present: presentLicense,
});
