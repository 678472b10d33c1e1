import { PERMISSIONS, type Permission } from './permissions.js';

/** Roles of users. `owner`: everything. `support`: licences, customers and data objects. `analyst`: reads only. */
export const ROLES = ['owner', 'support', 'analyst'] as const;

export type Role = (typeof ROLES)[number];

/** Permissions for owners only, and those for applications rather than people. */
const NOT_FOR_SUPPORT: readonly Permission[] = [
  ...(['DeleteKey', 'ManageUsers', 'ManageTokens', 'ManageAccount', 'CreateProduct', 'EditProduct'] as const),
  'RegisterEvent',
];

const READING: readonly Permission[] = PERMISSIONS.filter(
  (name) => name.startsWith('Get') || name === 'ListDataObjects' || name === 'UsageAnalytics',
);

/** The permissions of a role, as a token has them. */
export const permissionsOf = (role: Role): 'all' | readonly Permission[] => {
  switch (role) {
    case 'owner':
      return 'all';
    case 'support':
      return SUPPORT;
    case 'analyst':
      return READING;
    default:
      return role satisfies never;
  }
};

const SUPPORT: readonly Permission[] = PERMISSIONS.filter((name) => !NOT_FOR_SUPPORT.includes(name));
