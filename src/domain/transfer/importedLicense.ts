import type { LicenseId } from '../entities/ids.js';
import type { Customer, DataObject, License, Machine } from '../entities/licensing.js';
import { ownerOfLicense } from '../entities/objectOwners.js';
import { ADDRESS_CHARS, ImportedFields, isObject } from './importedFields.js';

/** The bounds of imported values, the same as in the API. */
export interface ImportBounds {
  readonly keyChars: number;
  readonly notesChars: number;
  readonly allowedMachinesChars: number;
  readonly machineCodeChars: number;
  readonly friendlyNameChars: number;
  readonly customerFieldChars: number;
  readonly dataObjectNameChars: number;
  readonly dataObjectStringChars: number;
  readonly int32: number;
}

export type ImportedCustomer = Pick<Customer, 'customerId' | 'name' | 'email' | 'companyName' | 'created'>;

/** A license with its machines, data objects and customer, as another server showed it. */
export interface ImportedLicense {
  readonly license: License;
  readonly customer: ImportedCustomer | null;
  /** Leases among them may have lapsed, or have no end where the answer did not include it. */
  readonly machines: readonly Machine[];
  readonly dataObjects: readonly DataObject[];
}

export type ParsedLicense =
  | { readonly readable: true; readonly imported: ImportedLicense }
  | { readonly readable: false; readonly reason: string };

/**
 * Reads a license as GetKeys or a signed answer shows it: names in any case, dates in unix seconds or ISO. Fields that
 * do not describe the license (`SignDate`, `Signature`) and unknown ones are ignored.
 */
export const parseImportedLicense = (text: string, bounds: ImportBounds): ParsedLicense => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { readable: false, reason: 'it is not JSON' };
  }
  if (!isObject(value)) return { readable: false, reason: 'it is not a JSON object' };
  if (Object.keys(value).some((name) => /^licensekeys?$/i.test(name))) {
    return { readable: false, reason: 'it is a whole answer: write the licenses in it, each on a line of its own' };
  }
  const problems: string[] = [];
  const imported = readLicense(new ImportedFields(value, '', problems), bounds);
  const reason =
    problems[0] ??
    unaddressable(imported.license.key) ??
    repeated(imported.machines.map(listedName), 'ActivatedMachines names');
  return reason === null ? { readable: true, imported } : { readable: false, reason };
};

/** Clients send these two for "no key", so a key of that name could not be asked for everywhere. */
const unaddressable = (key: string): string | null =>
  key === 'None' || key === 'null' ? `Key is "${key}", which clients send for no key: no filter could find it` : null;

const listedName = (machine: Machine): string => `${machine.floating ? 'floating:' : ''}${machine.machineCode}`;

const repeated = (names: readonly string[], where: string): string | null => {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return `${where} "${name}" twice`;
    seen.add(name);
  }
  return null;
};

const readLicense = (fields: ImportedFields, bounds: ImportBounds): ImportedLicense => {
  const { int32 } = bounds;
  const licenseId = fields.integer('GlobalId', 1, int32);
  const customer = readCustomer(fields.object('Customer'), bounds);
  const machines = fields.objects('ActivatedMachines').map((machine) => readMachine(machine, licenseId, bounds));
  const license: License = {
    licenseId,
    productId: fields.integer('ProductId', 1, int32),
    idInProduct: fields.integer('ID', 1, int32),
    key: fields.text('Key', bounds.keyChars),
    created: fields.time('Created'),
    expires: fields.time('Expires'),
    // Other servers answer negative ones, which clients cannot read.
    period: Math.max(fields.integer('Period', -int32 - 1, int32, 0), 0),
    features: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => fields.flag(`F${number}`)),
    notes: fields.optionalText('Notes', bounds.notesChars),
    block: fields.flag('Block'),
    customerId: customer?.customerId ?? null,
    trialActivation: fields.flag('TrialActivation'),
    maxNoOfMachines: fields.integer('MaxNoOfMachines', -int32 - 1, int32, 0),
    allowedMachines: fields.optionalText('AllowedMachines', bounds.allowedMachinesChars),
    resellerId: fields.object('Reseller')?.integer('Id', 0, int32, 0) ?? 0,
    optionalField: 0,
    trialMachine: null,
    firstActivated: earliest(machines),
    excludedFromAnalytics: fields.flag('ExcludedFromAnalytics'),
    deletedAt: null,
  };
  const dataObjects = fields.objects('DataObjects').map((object) => readDataObject(object, licenseId, bounds));
  return { license, customer, machines, dataObjects };
};

const earliest = (machines: readonly Machine[]): number | null =>
  machines.reduce<number | null>((first, { time }) => (first === null || time < first ? time : first), null);

const readCustomer = (
  fields: ImportedFields | null,
  { customerFieldChars, int32 }: ImportBounds,
): ImportedCustomer | null =>
  fields && {
    customerId: fields.integer('Id', 1, int32),
    // Answers show "" for a text that is not set.
    name: fields.optionalText('Name', customerFieldChars) || null,
    email: fields.optionalText('Email', customerFieldChars) || null,
    companyName: fields.optionalText('CompanyName', customerFieldChars) || null,
    created: fields.time('Created'),
  };

/** The prefix of a listed lease: see `listedCode`. */
const LEASE_PREFIX = /^floating:(overdraft:)?/;

const readMachine = (fields: ImportedFields, licenseId: LicenseId, bounds: ImportBounds): Machine => {
  const listed = fields.optionalText('Mid', bounds.machineCodeChars) ?? '';
  const [prefix = '', overdraft] = LEASE_PREFIX.exec(listed) ?? [];
  const floating = prefix !== '';
  return {
    licenseId,
    floating,
    machineCode: listed.slice(prefix.length),
    friendlyName: fields.optionalText('FriendlyName', bounds.friendlyNameChars) ?? '',
    ip: fields.optionalText('IP', ADDRESS_CHARS) ?? '',
    time: fields.time('Time'),
    floatingExpires: floating ? fields.optionalTime('FloatingExpires') : null,
    overdraft: overdraft !== undefined,
  };
};

const readDataObject = (fields: ImportedFields, licenseId: LicenseId, bounds: ImportBounds): DataObject => ({
  id: fields.integer('Id', 1, bounds.int32),
  ...ownerOfLicense(licenseId),
  name: fields.optionalText('Name', bounds.dataObjectNameChars) ?? '',
  stringValue: fields.optionalText('StringValue', bounds.dataObjectStringChars) ?? '',
  intValue: fields.integer('IntValue', -bounds.int32 - 1, bounds.int32, 0),
});
