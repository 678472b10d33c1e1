import { z } from 'zod';
import type { Customer, License } from '../../domain/entities/licensing.js';
import { DAY_MS } from '../../domain/time/time.js';
import type { Milliseconds } from '../../domain/time/units.js';
import type { Presenting } from '../define.js';
import { flag } from '../parameters.js';

/** How Web API 2 shows a license: flat, every value text. Shared by Validate and Activate. */

export const signParameters = {
  sign: flag().meta({ description: 'Adds `signature`, and enables the other sign parameters.' }),
  signPid: flag().meta({ description: 'With `sign`: adds `pid`.' }),
  signUid: flag().meta({ description: 'With `sign`: adds `uid`.' }),
  signDate: flag().meta({ description: 'With `sign`: adds `date`, the day of the answer (UTC).' }),
  signCustomer: flag().meta({
    description: 'With `sign`: adds `customer`, the id of the licence’s customer, if it has one.',
  }),
} as const;

const signOptions = z.object(signParameters);

const dayText = z.string().meta({ description: 'yyyy-MM-dd, UTC.' });
const numberText = z.string().regex(/^-?\d+$/);
const flagText = z.enum(['True', 'False']);

/** The answer of Validate; Activate adds `mid`. */
export const licenseFieldsResult = z.strictObject({
  valid: z.literal('True'),
  created: dayText,
  expires: dayText,
  settime: numberText.meta({ description: 'The validity period in days.' }),
  timeleft: numberText.meta({
    description: 'Days until the licence expires, rounded up; negative once expired, counting whole days.',
  }),
  f1: flagText,
  f2: flagText,
  f3: flagText,
  f4: flagText,
  f5: flagText,
  f6: flagText,
  f7: flagText,
  f8: flagText,
  notes: z.string(),
  pid: numberText.optional(),
  uid: numberText.optional(),
  date: dayText.optional(),
  customer: numberText.optional(),
  mid: z.string().optional(),
  signature: z.string().optional().meta({
    description:
      'Base64 of an RSASSA-PKCS1-v1_5 signature with SHA-256, by the account’s signing key, over the UTF-16LE bytes of the values `valid`, `created`, `expires`, `settime`, `timeleft`, `f1` to `f8`, `notes`, `mid`, `pid`, `uid`, `date` and `customer`, one after the other; what the answer does not have is left out.',
  }),
});

const dayOf = (ms: Milliseconds): string => new Date(ms).toISOString().slice(0, 10);

export interface ShownLicense {
  readonly license: License;
  readonly customer: Customer | null;
}

/** Renders the answer and signs it if requested. `asked` holds what the method itself adds to a signed answer. */
export const presentLicenseFields = async (
  { license, customer }: ShownLicense,
  request: z.output<typeof signOptions> & { readonly uid: number; readonly pid: number },
  asked: Readonly<Record<string, string>>,
  { signer, now }: Presenting,
): Promise<Readonly<Record<string, string>>> => {
  const fields: Record<string, string> = {
    valid: 'True',
    created: dayOf(license.created),
    expires: dayOf(license.expires),
    settime: String(license.period),
    timeleft: String(Math.ceil((license.expires - now) / DAY_MS)),
  };
  license.features.forEach((on, index) => {
    fields[`f${index + 1}`] = on ? 'True' : 'False';
  });
  fields.notes = license.notes ?? '';
  if (!request.sign) return fields;
  if (request.signPid) fields.pid = String(request.pid);
  if (request.signUid) fields.uid = String(request.uid);
  if (request.signDate) fields.date = dayOf(now);
  if (request.signCustomer && customer !== null) fields.customer = String(customer.customerId);
  Object.assign(fields, asked);
  return { ...fields, signature: await signer.signSha256(signedText(fields), 'utf16le') };
};

/** The order in which old clients join what they received. */
const SIGNED_ORDER = [
  ...['valid', 'created', 'expires', 'settime', 'timeleft', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8'],
  ...['notes', 'mid', 'pid', 'uid', 'date', 'customer'],
];

const signedText = (fields: Readonly<Record<string, string>>): string =>
  SIGNED_ORDER.map((name) => fields[name] ?? '').join('');
