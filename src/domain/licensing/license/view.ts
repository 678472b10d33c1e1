import type { Customer, DataObject, License, Machine } from '../../entities/licensing.js';
import { OWNER_KINDS } from '../../entities/objectOwners.js';
import { isShown } from './fields.js';

/** A license with everything that an answer may show. */
export interface LicenseView {
  readonly license: License;
  readonly customer: Customer | null;
  /** The node-locked machines, and the leases that have not lapsed. Listed in this order. */
  readonly machines: readonly Machine[];
  readonly dataObjects: readonly DataObject[];
}

/** 1: machines as `{Mid, IP, Time}`; 2: with FriendlyName; 3: with FloatingExpires, and the license with Reseller. */
export type ModelVersion = 1 | 2 | 3;

/** The machine of the request, by the code it sent. */
export interface CallingMachine {
  readonly machineCode: string;
  /** Whether it requests a lease (FloatingTimeInterval above 0). */
  readonly floating: boolean;
}

/** Options from the request and its token that change the answer. */
export interface RenderOptions {
  /** See `isShown`. */
  readonly mask: number;
  readonly modelVersion: ModelVersion;
  /** null for requests without a machine (GetKey, GetKeys). */
  readonly callingMachine: CallingMachine | null;
}

type FeatureFlags = readonly [boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean];

/** A license as one answer shows it: hidden fields have their placeholder values, the same in every format. */
export interface VisibleLicense
  extends Pick<
    License,
    | 'productId'
    | 'idInProduct'
    | 'created'
    | 'expires'
    | 'period'
    | 'notes'
    | 'block'
    | 'licenseId'
    | 'trialActivation'
    | 'maxNoOfMachines'
    | 'allowedMachines'
  > {
  readonly key: string | null;
  readonly features: FeatureFlags;
  readonly customer: VisibleCustomer | null;
  readonly machines: readonly Machine[];
  readonly dataObjects: readonly DataObject[];
}

/** Texts that are not set are "": typed clients reject null. */
interface VisibleCustomer extends Pick<Customer, 'customerId' | 'created'> {
  readonly name: string;
  readonly email: string;
  readonly companyName: string;
}

/**
 * Applies mask, model version and calling machine. Hidden numbers are -1 (MaxNoOfMachines 0), hidden texts and the
 * customer null. Hidden lists are empty rather than null or `[null]`, because the clients loop over them unguarded.
 */
export function visibleLicense(view: LicenseView, options: RenderOptions): VisibleLicense {
  const { license } = view;
  const { mask } = options;
  return {
    productId: license.productId,
    idInProduct: isShown(mask, 'id') ? license.idInProduct : -1,
    key: isShown(mask, 'key') ? license.key : null,
    created: license.created,
    expires: license.expires,
    period: license.period,
    features: featureFlags(license),
    notes: isShown(mask, 'notes') ? license.notes : null,
    block: license.block,
    licenseId: isShown(mask, 'globalId') ? license.licenseId : -1,
    customer: isShown(mask, 'customer') ? visibleCustomer(view.customer) : null,
    machines: visibleMachines(view.machines, options),
    trialActivation: license.trialActivation,
    maxNoOfMachines: isShown(mask, 'maxNoOfMachines') ? license.maxNoOfMachines : 0,
    allowedMachines: isShown(mask, 'allowedMachines') ? license.allowedMachines : null,
    dataObjects: isShown(mask, 'dataObjects')
      ? view.dataObjects.filter(({ referencerType }) => referencerType === OWNER_KINDS.key.referencerType)
      : [],
  };
}

function visibleCustomer(customer: Customer | null): VisibleCustomer | null {
  if (customer === null) return null;
  const { customerId, name, email, companyName, created } = customer;
  return { customerId, name: name ?? '', email: email ?? '', companyName: companyName ?? '', created };
}

/** The code as answers list it: clients tell a floating license from a node-locked one by these prefixes alone. */
export function listedCode(machine: Machine): string {
  if (!machine.floating) return machine.machineCode;
  return `${machine.overdraft ? 'floating:overdraft:' : 'floating:'}${machine.machineCode}`;
}

/**
 * Before version 3 an answer cannot say when a lease lapses, so other machines' leases are omitted: a floating
 * request lists its own lease only, any other request the node-locked machines. A mask keeps the caller's own entry.
 */
function visibleMachines(machines: readonly Machine[], options: RenderOptions): readonly Machine[] {
  const { mask, modelVersion, callingMachine } = options;
  const ownEntry = (machine: Machine) =>
    callingMachine !== null &&
    machine.floating === callingMachine.floating &&
    machine.machineCode === callingMachine.machineCode;
  if (!isShown(mask, 'activatedMachines')) return machines.filter(ownEntry);
  if (modelVersion === 3) return machines;
  if (callingMachine?.floating === true) return machines.filter(ownEntry);
  return machines.filter((machine) => !machine.floating);
}

function featureFlags({ features, licenseId }: License): FeatureFlags {
  if (!isFeatureFlags(features)) throw new Error(`license ${licenseId} has ${features.length} features, not 8`);
  return features;
}

function isFeatureFlags(features: readonly boolean[]): features is FeatureFlags {
  return features.length === 8;
}
