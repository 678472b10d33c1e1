/** The permission names a token may carry, as the vendor writes them, and those of our own at the end. */
export const PERMISSIONS = [
  'Activate',
  'Deactivate',
  'GetKey',
  'GetKeys',
  'CreateKey',
  'CreateTrialKey',
  'ExtendLicense',
  'AddFeature',
  'RemoveFeature',
  'BlockKey',
  'UnblockKey',
  'ChangeNotes',
  'ChangeCustomer',
  'MachineLockLimit',
  'TrialActivation',
  'AddDataObject',
  'ListDataObjects',
  'SetIntValue',
  'SetStringValue',
  'IncrementIntValue',
  'DecrementIntValue',
  'RemoveDataObject',
  'AddCustomer',
  'EditCustomer',
  'RemoveCustomer',
  'GetCustomers',
  'GetCustomerLicenses',
  'GetCustomerLicensesBySecret',
  'GetProducts',
  'RegisterEvent',
  'GetWebAPILog',
  'GetEvents',
  'GetObjectLog',
  'UsageAnalytics',
  'DeleteKey',
  'SetExcludedFromAnalytics',
  'ManageUsers',
  'ManageTokens',
  'ManageAccount',
  'CreateProduct',
  'EditProduct',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const squeezed = (name: string): string => name.replace(/\s+/g, '').toLowerCase();

const byName = new Map<string, Permission>(PERMISSIONS.map((name) => [squeezed(name), name]));
// The vendor's pages write this one in both ways.
byName.set('listdataobject', 'ListDataObjects');

/** Finds a permission by its name, with or without spaces and in any case; undefined when there is none. */
export const permissionNamed = (name: string): Permission | undefined => byName.get(squeezed(name));
