import { PERMISSIONS, type Permission } from '../api/generated.js';

export interface PermissionGroup {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

const NAMED: readonly PermissionGroup[] = [
  {
    name: 'What an application does',
    permissions: ['Activate', 'Deactivate', 'GetKey', 'CreateTrialKey', 'RegisterEvent'],
  },
  {
    name: 'Licences',
    permissions: [
      ...(['GetKeys', 'CreateKey', 'ExtendLicense', 'AddFeature', 'RemoveFeature', 'BlockKey', 'UnblockKey'] as const),
      ...(['ChangeNotes', 'ChangeCustomer', 'MachineLockLimit', 'TrialActivation', 'DeleteKey'] as const),
      'SetExcludedFromAnalytics',
    ],
  },
  {
    name: 'Data objects',
    permissions: [
      ...(['ListDataObjects', 'AddDataObject', 'RemoveDataObject', 'SetIntValue', 'SetStringValue'] as const),
      ...(['IncrementIntValue', 'DecrementIntValue'] as const),
    ],
  },
  {
    name: 'Customers',
    permissions: [
      ...(['GetCustomers', 'AddCustomer', 'EditCustomer', 'RemoveCustomer', 'GetCustomerLicenses'] as const),
      'GetCustomerLicensesBySecret',
    ],
  },
  { name: 'Products', permissions: ['GetProducts', 'CreateProduct', 'EditProduct'] },
  { name: 'Log and analytics', permissions: ['GetWebAPILog', 'UsageAnalytics', 'GetEvents', 'GetObjectLog'] },
  { name: 'People and access', permissions: ['ManageUsers', 'ManageTokens', 'ManageAccount'] },
];

const grouped = new Set(NAMED.flatMap(({ permissions }) => permissions));
const others = PERMISSIONS.filter((permission) => !grouped.has(permission));

/** All permissions, as people think of them. */
export const PERMISSION_GROUPS: readonly PermissionGroup[] =
  others.length === 0 ? NAMED : [...NAMED, { name: 'Other', permissions: others }];

/** What a token may do: names, or everything that there is and will be. */
export type Allowed = 'all' | readonly Permission[];

export interface Preset {
  readonly name: string;
  /** What it is for. */
  readonly words: string;
  readonly allowed: Allowed;
}

export const APPLICATION: Preset = {
  name: 'Application',
  words: 'Ships inside your program: activates, releases and reads its own licence.',
  allowed: ['Activate', 'Deactivate', 'GetKey'],
};

export const PRESETS: readonly Preset[] = [
  APPLICATION,
  {
    name: 'Application that counts',
    words: 'As Application; also counts usage in data objects and registers events.',
    allowed: [
      ...(['Activate', 'Deactivate', 'GetKey', 'RegisterEvent', 'ListDataObjects', 'AddDataObject'] as const),
      ...(['SetIntValue', 'SetStringValue', 'IncrementIntValue', 'DecrementIntValue'] as const),
    ],
  },
  {
    name: 'Shop',
    words: 'Sells: creates licences and customers, extends, blocks, changes features and seats.',
    allowed: [
      ...(['GetProducts', 'GetKeys', 'CreateKey', 'ExtendLicense', 'AddFeature', 'RemoveFeature'] as const),
      ...(['BlockKey', 'UnblockKey', 'MachineLockLimit', 'GetCustomers', 'AddCustomer', 'EditCustomer'] as const),
      'GetCustomerLicenses',
    ],
  },
  {
    name: 'Reader',
    words: 'Reads licences, customers, the log and the analytics; changes nothing.',
    allowed: [
      ...(['GetProducts', 'GetKey', 'GetKeys', 'GetCustomers', 'GetCustomerLicenses', 'ListDataObjects'] as const),
      ...(['GetWebAPILog', 'UsageAnalytics', 'GetEvents', 'GetObjectLog'] as const),
    ],
  },
  { name: 'Everything', words: 'All that there is, now and later. Keep it on servers of your own.', allowed: 'all' },
];

/** Whether two sets of permissions are the same. */
export const isSame = (one: Allowed, other: Allowed): boolean =>
  one === 'all' || other === 'all'
    ? one === other
    : one.length === other.length && one.every((permission) => other.includes(permission));
