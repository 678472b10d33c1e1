import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { ownerOfLicense } from '../../domain/entities/objectOwners.js';
import { SENTENCES } from '../../domain/sentences.js';
import { findAddressed } from '../addressed.js';
import { defineQuery } from '../define.js';
import { licenseAddress } from '../parameters.js';
import { signedLicenseResult } from '../results.js';
import { answerParameters, maskOf, presentLicense } from '../signedLicense.js';

export const GetKey = defineQuery({
  category: 'key',
  name: 'GetKey',
  title: 'Returns a signed licence without changing anything.',
  description:
    'Returns blocked licences too. No machine is activated and no countdown starts. A successful call leaves no log row; a refused one does (1020), because it may be a guess.',
  permission: 'GetKey',
  scope: 'license',
  featureLock: 'Replaces FieldsToReturn.',
  parameters: z.object({ ...licenseAddress, ...answerParameters }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [1020],
  refusal: 1020,
  result: signedLicenseResult,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', Sign: 'true', SignMethod: 1 },
    answer: { licenseKey: 'eyJQcm9kdWN0SWQiOjMzNDks…', signature: 'Q2RnZm…', result: 0, message: '' },
  },
  handle: async (access, parameters, { caller }) => {
    const state = await access.load([
      need.license(
        { productId: parameters.ProductId, key: parameters.Key },
        { machines: true, dataObjects: true, customer: true },
      ),
    ]);
    const found = findAddressed(state, parameters, caller);
    if (typeof found === 'string') return refused(found);
    const { license, product } = found;
    const answer = {
      product,
      license,
      customer: license.customerId === null ? null : (state.customer(license.customerId) ?? null),
      machines: state
        .machines(license.licenseId)
        .filter((machine) => machine.floatingExpires === null || machine.floatingExpires > access.now),
      dataObjects: state.dataObjects(ownerOfLicense(license.licenseId)),
      callingMachine: null,
      mask: maskOf(parameters, caller),
    };
    return granted(await presentLicense(answer, parameters, { signer: await access.signer(), now: access.now }));
  },
});
