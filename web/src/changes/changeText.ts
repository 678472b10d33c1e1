import type { Answer } from '../api/call.js';
import { localTime } from '../time/timeText.js';

export type Change = Answer<'ai/GetChanges'>['changes'][number];

/** One field that differs. */
export interface FieldChange {
  readonly field: string;
  /** undefined: it was not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const KINDS = [
  'setting',
  'customer',
  'issued licence',
  'licence',
  'licence issuance',
  'product',
  'data object',
] as const;
const ACTIONS = ['touched', 'added', 'changed', 'deleted'] as const;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const read = (data: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(data);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
};

/** Tokens, people and the account share a number; their fields tell them apart. */
const settingKind = (object: Readonly<Record<string, unknown>>): string => {
  if (['permissions', 'revokedAt', 'tokenId', 'secretHash'].some((field) => field in object)) return 'token';
  if (['role', 'email', 'passwordSet', 'deletedAt'].some((field) => field in object)) return 'person';
  return 'setting';
};

/** "licence", "customer", "token". */
export const changeKind = ({ resourceType, data }: Pick<Change, 'resourceType' | 'data'>): string =>
  resourceType === 0 ? settingKind(read(data)) : (KINDS[resourceType] ?? 'object');

/** "added", "changed", "deleted". */
export const changeAction = ({ resourceAction }: Pick<Change, 'resourceAction'>): string =>
  ACTIONS[resourceAction] ?? 'touched';

/** Fields that hold a moment, in milliseconds. */
const MOMENTS: readonly string[] = ['created', 'expires', 'firstActivated', 'deletedAt', 'revokedAt', 'passwordSet'];

/** What the line above says already, or what is of no interest, of an object that was added or deleted. */
const KNOWN: readonly string[] = ['id', 'globalId', 'productId', 'customerId', 'tokenId', 'userId', 'created', 'key'];

const shown = (field: string, value: unknown): string => {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number' && MOMENTS.includes(field)) return localTime(Math.floor(value / 1000));
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What people call a field; others are called by their own names, in words. */
const NAMES: Readonly<Record<string, string>> = {
  maxNoOfMachines: 'Seats',
  expires: 'Expires',
  block: 'Blocked',
  notes: 'Notes',
  customerId: 'Customer',
  trialActivation: 'Countdown from activation',
  firstActivated: 'First activated',
  trialMachine: 'Machine of the trial',
  excludedFromAnalytics: 'Test key, not in analytics',
  allowedMachines: 'Machines let in beyond the seats',
  optionalField: 'Optional field',
  period: 'Days',
  deletedAt: 'Deleted',
  revokedAt: 'Revoked',
  passwordSet: 'Password set',
  companyName: 'Company',
  email: 'E-mail',
  name: 'Name',
  role: 'Role',
  permissions: 'Permissions',
  productLock: 'Only for product',
  keyLock: 'Only for key',
  featureLock: 'Only some fields',
  secret: 'Secret',
  description: 'Description',
  features: 'Features',
  intValue: 'Number',
  stringValue: 'Text',
  enableCustomerAssociation: 'May associate licences',
  allowActivationManagement: 'May manage activations',
  allowMultipleUserAssociation: 'Several users',
  webApiLog: 'Web API 2 may read the log',
};

const words = (field: string): string =>
  NAMES[field] ?? sentence(field.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`));

const isPair = (value: unknown): value is readonly [unknown, unknown] => Array.isArray(value) && value.length === 2;

/** Flags F1 to F8 are one list: what of it differs is said by name. */
const featureChanges = (before: unknown, after: unknown): readonly FieldChange[] => {
  if (!Array.isArray(before) || !Array.isArray(after)) return [];
  return after.flatMap((value: unknown, index) =>
    typeof value === 'boolean' && value !== before[index]
      ? [{ field: `F${index + 1}`, before: value ? 'no' : 'yes', after: value ? 'yes' : 'no' }]
      : [],
  );
};

/** What differs; of an object that was added or deleted, the fields that say something. */
export const fieldChanges = ({
  data,
  resourceAction,
}: Pick<Change, 'data' | 'resourceAction'>): readonly FieldChange[] =>
  Object.entries(read(data)).flatMap(([field, value]): readonly FieldChange[] => {
    if (resourceAction === 2 && isPair(value)) {
      const features = field === 'features' ? featureChanges(value[0], value[1]) : [];
      if (features.length > 0) return features;
      return [{ field: words(field), before: shown(field, value[0]), after: shown(field, value[1]) }];
    }
    const text = shown(field, value);
    if (['–', 'no', '0'].includes(text) || Array.isArray(value) || KNOWN.includes(field)) return [];
    return [
      resourceAction === 3
        ? { field: words(field), before: text, after: undefined }
        : { field: words(field), before: undefined, after: text },
    ];
  });
