import { z } from 'zod';

/** Objects of answers. They are documentation, checked in tests; no answer is parsed at run time. */

export const dateText = z.string().meta({ description: 'ISO date and time without zone, UTC.' });

export const customerObject = z.strictObject({
  id: z.int(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  companyName: z.string().nullable(),
  created: dateText,
});

export const dataObjectResult = z.strictObject({
  id: z.int(),
  name: z.string(),
  stringValue: z.string(),
  intValue: z.int(),
});

const machineObject = z.strictObject({
  mid: z
    .string()
    .meta({ description: 'The machine code; with `floating:` or `floating:overdraft:` before it for a lease.' }),
  ip: z.string(),
  time: dateText,
  friendlyName: z.string().optional(),
  floatingExpires: dateText.nullable().optional(),
});

/** A licence as in lists and with SignMethod 0. */
export const licenseObject = z.strictObject({
  productId: z.int(),
  id: z.int(),
  key: z.string().nullable(),
  created: dateText,
  expires: dateText,
  period: z.int().meta({ description: 'Days.' }),
  f1: z.boolean(),
  f2: z.boolean(),
  f3: z.boolean(),
  f4: z.boolean(),
  f5: z.boolean(),
  f6: z.boolean(),
  f7: z.boolean(),
  f8: z.boolean(),
  notes: z.string().nullable(),
  block: z.boolean(),
  globalId: z.int(),
  customer: customerObject.extend({ name: z.string(), email: z.string(), companyName: z.string() }).nullable(),
  activatedMachines: z.array(machineObject),
  trialActivation: z.boolean(),
  maxNoOfMachines: z.int(),
  allowedMachines: z.string().nullable(),
  dataObjects: z.array(dataObjectResult),
  reseller: z.null().optional(),
  signDate: dateText,
  signature: z.string(),
});

/** For the examples of methods that list licences. */
export const exampleLicense: z.input<typeof licenseObject> = {
  productId: 3349,
  id: 4,
  key: 'GEBNC-WZZJD-VJIHG-GCMVD',
  globalId: 34,
  period: 30,
  created: '2026-11-21T12:00:00',
  expires: '2026-12-21T12:00:00',
  notes: 'Bob’s',
  block: false,
  f1: true,
  f2: false,
  f3: false,
  f4: false,
  f5: false,
  f6: false,
  f7: false,
  f8: false,
  customer: { id: 7, name: 'Bob', email: 'bob@example.com', companyName: '', created: '2026-11-21T11:58:31' },
  activatedMachines: [{ mid: 'MACHINE-1', ip: '192.0.2.7', time: '2026-11-22T08:30:00' }],
  trialActivation: false,
  maxNoOfMachines: 2,
  allowedMachines: '',
  dataObjects: [],
  signDate: '0001-01-01T00:00:00',
  signature: '',
};

export const metadataResult = z.strictObject({
  activatedMachines: z.int(),
  licenseStatus: z.strictObject({
    isValid: z.boolean(),
    reasonForInvalidity: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    trial: z.boolean(),
    timeLimited: z.boolean(),
    timeLeft: z.int(),
  }),
  usedFloatingMachines: z.int(),
  signature: z.string(),
});

/** The answer of Activate and GetKey. */
export const signedLicenseResult = z.strictObject({
  licenseKey: z
    .union([z.string(), licenseObject])
    .meta({ description: 'SignMethod 1: base64 of the JSON that was signed. SignMethod 0: the licence.' }),
  signature: z.string().optional().meta({ description: 'Base64; SignMethod 1 only.' }),
  metadata: metadataResult.optional(),
});

/** The answer of methods that return `result` and `message` only. */
export const nothing = z.strictObject({});

/** A row of the Web API Log. */
export const webApiLogObject = z.strictObject({
  id: z.int(),
  productId: z.int().meta({ description: '0: the request named none.' }),
  key: z.string().meta({ description: 'The key string, or the text sent as one.' }),
  ip: z.string().meta({ description: 'Masked: an IPv4 address ends in 0, an IPv6 address is cut to its /48.' }),
  time: z.int().meta({ description: 'Unix seconds.' }),
  state: z.int(),
  machineCode: z.string().nullable().meta({ description: 'null: the method has no machine.' }),
  friendlyName: z.string(),
  floatingExpires: z.int().meta({ description: 'Unix seconds when the floating lease expires; 0: no lease.' }),
  doIntValue: z.int().meta({ description: 'The value that was sent, not the new total.' }),
  doId: z.int(),
  isAnomaly: z.boolean().optional().meta({ description: 'Only with AnomalyClassification.' }),
  anomalyProperties: z.null().optional().meta({ description: 'Only with AnomalyClassification.' }),
});

/** An event as GetEvents returns it. */
export const eventObject = z.strictObject({
  id: z.int(),
  productId: z.int(),
  key: z.string(),
  machineCode: z.string(),
  featureName: z.string(),
  eventName: z.string(),
  time: z.int().meta({ description: 'Unix seconds.' }),
  value: z.int(),
  currency: z.string(),
  metadata: z.string(),
});

/** A row of the Object Log. */
export const objectLogObject = z.strictObject({
  id: z.int(),
  created: z.int().meta({ description: 'Unix seconds.' }),
  resourceType: z.int().meta({
    description:
      '0 Unspecified, 1 Customer, 2 IssuedLicense, 3 LicenseKey, 4 LicenseIssuance, 5 Product, 6 DataObject.',
  }),
  resourceAction: z.int().meta({ description: '0 None, 1 Added, 2 Updated, 3 Deleted.' }),
  affectedObjectId: z.int(),
  objectOwnerUserId: z.int(),
  performedByUserId: z.string(),
  data: z.string().meta({ description: 'JSON: the object when added, otherwise {"field": [old, new]}.' }),
});
