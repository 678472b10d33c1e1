import type { Role } from './identity/roles.js';
import type { DataObjectOwner } from './licensing/objectOwners.js';

/**
 * The objects of an account, as the rules see them. Every time is in milliseconds since 1970 (UTC) unless its name
 * says otherwise; every id is unique within its account.
 */

/** A company that runs its licensing here. Everything else belongs to one account. */
export interface Account {
  readonly accountId: number;
  readonly name: string;
  /** The secret of Web API 2 (`privateKey`), not the signing key. */
  readonly privateKey: string;
  /** Security setting: may `/Ext/WebAPILog` be read at all. Off until switched on. */
  readonly webApiLog: boolean;
  /** Whether the account's plan includes the Web API 2 log. */
  readonly planLogs: boolean;
}

/** A person of the account, who signs in with an e-mail address and a password. */
export interface User {
  /** The first owner's is the account's id; none is ever used twice. */
  readonly userId: number;
  readonly name: string;
  /** As `normalizeEmail` makes it, unique over all accounts; null: the first owner has not said it yet. */
  readonly email: string | null;
  readonly role: Role;
  readonly created: number;
  /** When the password was last set; null: there is none. */
  readonly passwordSet: number | null;
  /** Set once removed; the row stays, so that what the person did keeps a name. */
  readonly deletedAt: number | null;
}

/** What a feature flag F1..F8 of a product means. */
export interface FeatureDefinition {
  readonly name: string;
  /** 0 plain, 1 time-limited, 2 trial. */
  readonly type: 0 | 1 | 2;
}

export interface Product {
  readonly productId: number;
  readonly name: string;
  readonly description: string;
  readonly created: number;
  /** Web API 2 works on public products only. */
  readonly isPublic: boolean;
  /** The Web API 2 control number of the product, six digits. */
  readonly hsum: number;
  /** F1..F8, always eight. */
  readonly features: readonly FeatureDefinition[];
  /** The greatest license `ID` given out in this product. */
  readonly lastLicenseId: number;
}

/** The record that a key string stands for. */
export interface License {
  /** Unique in the account. The API calls it `GlobalId`, `globalId` or `keyId`, depending on the method. */
  readonly licenseId: number;
  readonly productId: number;
  /** Counts within the product. The API calls it `ID`. */
  readonly idInProduct: number;
  readonly key: string;
  readonly created: number;
  readonly expires: number;
  /** Days. */
  readonly period: number;
  /** F1..F8, always eight. */
  readonly features: readonly boolean[];
  readonly notes: string | null;
  readonly block: boolean;
  readonly customerId: number | null;
  /** Countdown starts upon activation. */
  readonly trialActivation: boolean;
  /** The seat limit; 0 or less: machines are not locked. */
  readonly maxNoOfMachines: number;
  /** Machine codes, one a line, that may activate beyond the limit. */
  readonly allowedMachines: string | null;
  readonly resellerId: number;
  /** Web API 2's optional field: a number that clients may only decrease. */
  readonly optionalField: number;
  /** The machine for which CreateTrialKey made this license; null for any other license. */
  readonly trialMachine: string | null;
  /** When the first machine ever was activated; null: none yet. */
  readonly firstActivated: number | null;
  /** A test key: left out of the daily usage analytics. */
  readonly excludedFromAnalytics: boolean;
  /** Set once deleted; the row stays as a tombstone, so that the log can name it and its string is never issued again. */
  readonly deletedAt: number | null;
}

/** A machine that was activated on a license: a node-locked seat, or a lease of a floating one. */
export interface Machine {
  readonly licenseId: number;
  readonly floating: boolean;
  readonly machineCode: string;
  readonly friendlyName: string;
  readonly ip: string;
  /** First activation; renewals do not move it. */
  readonly time: number;
  /** When the lease lapses; null for a node-locked machine. */
  readonly floatingExpires: number | null;
  /** The lease lies beyond the seat limit, within what MaxOverdraft allowed. */
  readonly overdraft: boolean;
}

export interface Customer {
  readonly customerId: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly companyName: string | null;
  readonly notes: string | null;
  readonly secret: string;
  readonly created: number;
  readonly enableCustomerAssociation: boolean;
  readonly allowActivationManagement: boolean;
  readonly allowMultipleUserAssociation: boolean;
}

export interface DataObject extends DataObjectOwner {
  readonly id: number;
  readonly name: string;
  readonly stringValue: string;
  readonly intValue: number;
}

/** An access token's scope. Its secret is kept only as a hash, beside it. */
export interface Token {
  /** Below 0: no token but a person who signed in, whose user id it is with the sign changed. 0: the shell. */
  readonly tokenId: number;
  readonly userId: number;
  readonly name: string;
  /** Permission names, or `all`. */
  readonly permissions: 'all' | readonly string[];
  /** 0: any product. */
  readonly productLock: number;
  /** 0: any key; above 0: only the license with that GlobalId; below 0: calls must name product and key. */
  readonly keyLock: number;
  /** Meaning depends on the method (see each method's page); 0: none. */
  readonly featureLock: number;
  readonly created: number;
  readonly expires: number | null;
  readonly revokedAt: number | null;
}
