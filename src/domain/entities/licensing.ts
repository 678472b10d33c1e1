import type { Milliseconds } from '../time/units.js';
import type { CustomerId, LicenseId, ProductId } from './ids.js';
import type { DataObjectOwner } from './objectOwners.js';
/**
 * Products, licenses, machines, customers and data objects, as the rules see them. Every time is in milliseconds since
 * 1970 (UTC) unless its name says otherwise; every id is unique within its account.
 */

/** What a feature flag F1..F8 of a product means. */
export interface FeatureDefinition {
  readonly name: string;
  /** 0 plain, 1 time-limited, 2 trial. */
  readonly type: 0 | 1 | 2;
}

export interface Product {
  readonly productId: ProductId;
  readonly name: string;
  readonly description: string;
  readonly created: Milliseconds;
  /** Web API 2 works on public products only. */
  readonly isPublic: boolean;
  /** The Web API 2 control number of the product, six digits. */
  readonly hsum: number;
  /** F1..F8, always eight. */
  readonly features: readonly FeatureDefinition[];
  /** The greatest license `ID` allocated in this product. */
  readonly lastLicenseId: number;
}

/** The record that a key string stands for. */
export interface License {
  /** Unique in the account. The API calls it `GlobalId`, `globalId` or `keyId`, depending on the method. */
  readonly licenseId: LicenseId;
  readonly productId: ProductId;
  /** Counts within the product. The API calls it `ID`. */
  readonly idInProduct: number;
  readonly key: string;
  readonly created: Milliseconds;
  readonly expires: Milliseconds;
  /** Days, 0 or more: clients read it as an unsigned number. */
  readonly period: number;
  /** F1..F8, always eight. */
  readonly features: readonly boolean[];
  readonly notes: string | null;
  readonly block: boolean;
  readonly customerId: CustomerId | null;
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
  readonly firstActivated: Milliseconds | null;
  /** A test key: left out of the daily usage analytics. */
  readonly excludedFromAnalytics: boolean;
  /** Set once deleted; the row stays as a tombstone, so that the log can name it and its string is never issued again. */
  readonly deletedAt: Milliseconds | null;
}

/** A machine that was activated on a license: a node-locked seat, or a lease of a floating one. */
export interface Machine {
  readonly licenseId: LicenseId;
  readonly floating: boolean;
  readonly machineCode: string;
  readonly friendlyName: string;
  readonly ip: string;
  /** First activation; renewals do not change it. */
  readonly time: Milliseconds;
  /** When the lease lapses; null for a node-locked machine. */
  readonly floatingExpires: Milliseconds | null;
  /** The lease exceeds the seat limit, within MaxOverdraft. */
  readonly overdraft: boolean;
}

export interface Customer {
  readonly customerId: CustomerId;
  readonly name: string | null;
  readonly email: string | null;
  readonly companyName: string | null;
  readonly notes: string | null;
  readonly secret: string;
  readonly created: Milliseconds;
  readonly enableCustomerAssociation: boolean;
  readonly allowActivationManagement: boolean;
  readonly allowMultipleUserAssociation: boolean;
  /** Devices over all licenses of the customer; 0: no limit. Stored, not enforced. */
  readonly maxNoOfDevices: number;
}

export interface DataObject extends DataObjectOwner {
  readonly id: number;
  readonly name: string;
  readonly stringValue: string;
  readonly intValue: number;
}
