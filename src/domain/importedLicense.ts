import { readDate } from './dateText.js';
import type { Customer, DataObject, License, Machine } from './entities.js';

/** The bounds of what an import may bring, as the API has them. */
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

/** A license with all that hangs on it, as another server showed it. */
export interface ImportedLicense {
  readonly license: License;
  readonly customer: ImportedCustomer | null;
  /** Leases among them may have lapsed, or be without an end where the answer did not tell it. */
  readonly machines: readonly Machine[];
  readonly dataObjects: readonly DataObject[];
}

export type ParsedLicense =
  | { readonly readable: true; readonly imported: ImportedLicense }
  | { readonly readable: false; readonly reason: string };

/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799;
/** Bound of an address as text; the longest is an IPv4 address inside an IPv6 one. */
const ADDRESS_CHARS = 64;

/**
 * Reads a license as GetKeys or a signed answer shows it: names in any case, dates in unix seconds or ISO. Fields that
 * say nothing about the license (`SignDate`, `Signature`) and unknown ones are passed over.
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
  const imported = readLicense(new Fields(value, '', problems), bounds);
  const reason = problems[0] ?? repeated(imported.machines.map(listedName), 'ActivatedMachines names');
  return reason === null ? { readable: true, imported } : { readable: false, reason };
};

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listedName = (machine: Machine): string => `${machine.floating ? 'floating:' : ''}${machine.machineCode}`;

const repeated = (names: readonly string[], where: string): string | null => {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return `${where} "${name}" twice`;
    seen.add(name);
  }
  return null;
};

/**
 * The fields of one object. What cannot be read is noted as a problem and stands as a harmless value until the whole
 * line is refused.
 */
class Fields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #path: string;
  readonly #problems: string[];

  constructor(value: object, path: string, problems: string[]) {
    this.#values = new Map(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]));
    this.#path = path;
    this.#problems = problems;
  }

  /** Without a fallback the field must be there. */
  integer(name: string, min: number, max: number, fallback?: number): number {
    const value = this.#get(name) ?? fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    this.#problem(name, value, `is not an integer from ${min} to ${max}`);
    return min;
  }

  text(name: string, maxChars: number): string {
    const value = this.#get(name) ?? '';
    if (value === '') this.#problem(name, undefined, '');
    return this.optionalText(name, maxChars) ?? '';
  }

  optionalText(name: string, maxChars: number): string | null {
    const value = this.#get(name) ?? null;
    if (value === null) return null;
    if (typeof value !== 'string') this.#problem(name, value, 'is not text');
    else if (value.length > maxChars) this.#problem(name, value, `is longer than ${maxChars} characters`);
    else if (value.includes('\0') || !value.isWellFormed())
      this.#problem(name, value, 'has characters that no text has');
    else return value;
    return null;
  }

  flag(name: string): boolean {
    const value = this.#get(name) ?? false;
    if (typeof value !== 'boolean') this.#problem(name, value, 'is neither true nor false');
    return value === true;
  }

  /** Milliseconds. */
  time(name: string): number {
    if ((this.#get(name) ?? null) === null) this.#problem(name, undefined, '');
    return this.optionalTime(name) ?? 0;
  }

  /** Milliseconds. */
  optionalTime(name: string): number | null {
    const value = this.#get(name) ?? null;
    if (value === null) return null;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_SECOND) return value * 1000;
    const time = typeof value === 'string' ? readDate(value) : null;
    if (time === null) this.#problem(name, value, 'is neither unix seconds nor an ISO date');
    return time;
  }

  object(name: string): Fields | null {
    const value = this.#get(name) ?? null;
    if (value === null) return null;
    if (isObject(value)) return this.#inside(name, value);
    this.#problem(name, value, 'is not an object');
    return null;
  }

  /** An answer that leaves the list out says nothing of it; so does null. */
  objects(name: string): readonly Fields[] {
    const value = this.#get(name) ?? [];
    if (Array.isArray(value) && value.every(isObject)) {
      return value.map((item, index) => this.#inside(`${name}[${index}]`, item));
    }
    this.#problem(name, value, 'is not a list of objects');
    return [];
  }

  #get(name: string): unknown {
    return this.#values.get(name.toLowerCase());
  }

  #inside(name: string, value: object): Fields {
    return new Fields(value, `${this.#path}${name}.`, this.#problems);
  }

  #problem(name: string, value: unknown, what: string): void {
    this.#problems.push(`${this.#path}${name} ${value === undefined || value === null ? 'is missing' : what}`);
  }
}

const readLicense = (fields: Fields, bounds: ImportBounds): ImportedLicense => {
  const { int32 } = bounds;
  const globalId = fields.integer('GlobalId', 1, int32);
  const customer = readCustomer(fields.object('Customer'), bounds);
  const machines = fields.objects('ActivatedMachines').map((machine) => readMachine(machine, globalId, bounds));
  const license: License = {
    globalId,
    productId: fields.integer('ProductId', 1, int32),
    id: fields.integer('ID', 1, int32),
    key: fields.text('Key', bounds.keyChars),
    created: fields.time('Created'),
    expires: fields.time('Expires'),
    period: fields.integer('Period', -int32 - 1, int32, 0),
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
  const dataObjects = fields.objects('DataObjects').map((object) => readDataObject(object, globalId, bounds));
  return { license, customer, machines, dataObjects };
};

const earliest = (machines: readonly Machine[]): number | null =>
  machines.reduce<number | null>((first, { time }) => (first === null || time < first ? time : first), null);

const readCustomer = (fields: Fields | null, { customerFieldChars, int32 }: ImportBounds): ImportedCustomer | null =>
  fields && {
    customerId: fields.integer('Id', 1, int32),
    name: fields.optionalText('Name', customerFieldChars),
    email: fields.optionalText('Email', customerFieldChars),
    companyName: fields.optionalText('CompanyName', customerFieldChars),
    created: fields.time('Created'),
  };

/** The code as answers list it, taken apart: see `listedCode`. */
const LEASE_PREFIX = /^floating:(overdraft:)?/;

const readMachine = (fields: Fields, licenseId: number, bounds: ImportBounds): Machine => {
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

const readDataObject = (fields: Fields, licenseId: number, bounds: ImportBounds): DataObject => ({
  id: fields.integer('Id', 1, bounds.int32),
  referencerType: 2,
  referencerId: licenseId,
  machineCode: '',
  name: fields.optionalText('Name', bounds.dataObjectNameChars) ?? '',
  stringValue: fields.optionalText('StringValue', bounds.dataObjectStringChars) ?? '',
  intValue: fields.integer('IntValue', -bounds.int32 - 1, bounds.int32, 0),
});
