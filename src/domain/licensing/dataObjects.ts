import type { AccountState } from '../batch/accountState.js';
import type { DecideContext } from '../batch/decideContext.js';
import { type LogEntry, licenseEntry, productEntry } from '../batch/logEntry.js';
import { granted, type Outcome, refused } from '../batch/outcome.js';
import { type Caller, isLocked, type Scope, scopeOf } from '../entities/caller.js';
import type { DataObject, License, Product } from '../entities/licensing.js';
import {
  type DataObjectOwner,
  OWNER_ACCOUNT,
  type OwnerKind,
  ownerKindOf,
  ownerOfLicense,
  ownerOfMachine,
  ownerOfProduct,
} from '../entities/objectOwners.js';
import type { State } from '../log/states.js';
import { SENTENCES } from '../sentences.js';

const GREATEST_INT = 2_147_483_647;
const LEAST_INT = -2_147_483_648;

/** The owner of a data object, with the loaded product or license. */
export type ObjectOwner =
  | { readonly kind: 'account' }
  | { readonly kind: 'product'; readonly product: Product }
  | { readonly kind: 'key'; readonly license: License }
  | { readonly kind: 'machine'; readonly license: License; readonly machineCode: string };

/** A data object with its owner. */
export interface OwnedObject {
  readonly object: DataObject;
  readonly owner: ObjectOwner;
}

/** The reference that data objects store of their owner. */
const ownerReference = (owner: ObjectOwner): DataObjectOwner => {
  switch (owner.kind) {
    case 'account':
      return OWNER_ACCOUNT;
    case 'product':
      return ownerOfProduct(owner.product.productId);
    case 'key':
      return ownerOfLicense(owner.license.licenseId);
    case 'machine':
      return ownerOfMachine(owner.license.licenseId, owner.machineCode);
    default:
      return owner satisfies never;
  }
};

/** A log row about an owner's objects: it names the product, the license and the machine code that apply. */
export const ownerEntry = <S extends State>(
  state: S,
  owner: ObjectOwner,
  details: { readonly dataObjectId?: number; readonly dataObjectValue?: number } = {},
): LogEntry<S> => {
  switch (owner.kind) {
    case 'account':
      return productEntry(state, 0, details);
    case 'product':
      return productEntry(state, owner.product.productId, details);
    case 'key':
      return licenseEntry(state, owner.license, details);
    case 'machine':
      return licenseEntry(state, owner.license, { ...details, machineCode: owner.machineCode });
    default:
      return owner satisfies never;
  }
};

/** Whether a token's locks allow access to an owner's objects without naming product and key. */
const isWithinLocks = (owner: ObjectOwner, { productLock, keyLock }: Scope): boolean => {
  const license = 'license' in owner ? owner.license : null;
  const productId = owner.kind === 'product' ? owner.product.productId : (license?.productId ?? 0);
  return (productLock === 0 || productLock === productId) && (keyLock === 0 || keyLock === license?.licenseId);
};

/** What a call gets that names an owner which does not exist. The account always does. */
export const OWNER_NOT_FOUND = {
  product: SENTENCES.productNotFound,
  key: SENTENCES.keyNotFound,
  machine: SENTENCES.keyNotFound,
  account: SENTENCES.keyNotFound,
} as const satisfies Readonly<Record<OwnerKind, string>>;

type OwnerRefusal = typeof SENTENCES.accessDenied | (typeof OWNER_NOT_FOUND)[OwnerKind];

/** The owner that ReferencerType and ReferencerId name. A locked token gets the same answer for other owners whether they exist or not. */
export const findOwner = (
  state: AccountState,
  reference: DataObjectOwner,
  caller: Caller,
): ObjectOwner | OwnerRefusal => {
  const owner = ownerNamed(state, reference);
  if (owner !== undefined) return isWithinLocks(owner, scopeOf(caller)) ? owner : SENTENCES.accessDenied;
  if (isLocked(caller)) return SENTENCES.accessDenied;
  return OWNER_NOT_FOUND[ownerKindOf(reference.referencerType)];
};

/** undefined when the product or license does not exist or was deleted. */
const ownerNamed = (state: AccountState, owner: DataObjectOwner): ObjectOwner | undefined => {
  const { referencerType, referencerId, machineCode } = owner;
  const kind = ownerKindOf(referencerType);
  switch (kind) {
    case 'account':
      return { kind };
    case 'product': {
      const product = state.product(referencerId);
      return product && { kind, product };
    }
    case 'key': {
      const license = state.licenseById(referencerId);
      return license && { kind, license };
    }
    case 'machine': {
      const license = state.licenseById(referencerId);
      return license && { kind, license, machineCode };
    }
    default:
      return kind satisfies never;
  }
};

/** The object of that id, if it exists and the locks allow it. Its license or product is loaded with it. */
export const findObjectById = (state: AccountState, id: number, caller: Caller): OwnedObject | undefined => {
  const object = state.dataObject(id);
  const owner = object && ownerNamed(state, object);
  return object && owner && isWithinLocks(owner, scopeOf(caller)) ? { object, owner } : undefined;
};

/** An owner's object by its id or, where none is given, by its name; of several with one name, the oldest. */
export const findOwnedObject = (
  state: AccountState,
  owner: ObjectOwner,
  { id, name }: { readonly id: number | undefined; readonly name: string },
): OwnedObject | undefined => {
  if (id === undefined && name === '') return undefined;
  const object = state
    .dataObjects(ownerReference(owner))
    .find((candidate) => (id === undefined ? candidate.name === name : candidate.id === id));
  return object && { object, owner };
};

/** The owner's objects whose name contains a text, case-sensitively. */
export const objectsContaining = (state: AccountState, owner: ObjectOwner, text: string): readonly DataObject[] =>
  state.dataObjects(ownerReference(owner)).filter(({ name }) => name.includes(text));

export interface NewDataObject {
  readonly name: string;
  readonly stringValue: string;
  readonly intValue: number;
  /** Refuses a second object of the same name and owner. */
  readonly checkForDuplicates: boolean;
}

/** `most`: how many objects an owner may have. */
export const decideAddObject = (
  state: AccountState,
  owner: ObjectOwner,
  request: NewDataObject,
  most: number,
  context: DecideContext,
): Outcome<{ readonly id: number }, AddRefusal, 8011 | 8020> => {
  const present = state.dataObjects(ownerReference(owner));
  const { name, stringValue, intValue } = request;
  const refuse = (sentence: AddRefusal) => refused(sentence, ownerEntry(8020, owner, { dataObjectValue: intValue }));
  if (request.checkForDuplicates && present.some((object) => object.name === name)) {
    return refuse(SENTENCES.dataObjectExists);
  }
  if (present.length >= most) return refuse(SENTENCES.dataObjectLimit);
  const object: DataObject = {
    id: context.nextId('dataObject'),
    ...ownerReference(owner),
    name,
    stringValue,
    intValue,
  };
  return granted(
    { id: object.id },
    {
      logs: [ownerEntry(8011, owner, { dataObjectId: object.id, dataObjectValue: intValue })],
      writes: [{ kind: 'dataObject', row: object }],
    },
  );
};

type AddRefusal = typeof SENTENCES.dataObjectExists | typeof SENTENCES.dataObjectLimit;

export interface Step {
  /** Its sign is ignored. */
  readonly intValue: number;
  /** The bound of the new value; null: none. */
  readonly bound: number | null;
  /** The token's feature lock; 0: any step. */
  readonly largestStep: number;
}

type StepRefusal =
  | typeof SENTENCES.accessDenied
  | typeof SENTENCES.dataObjectBound
  | typeof SENTENCES.dataObjectOverflow;

/** An increment (8014) or a decrement (8015). */
export const decideStep = <S extends 8014 | 8015>(
  { object, owner }: OwnedObject,
  state: S,
  { intValue, bound, largestStep }: Step,
): Outcome<object, StepRefusal, S | 8020> => {
  const details = { dataObjectId: object.id, dataObjectValue: intValue };
  const refuse = (sentence: StepRefusal) => refused(sentence, ownerEntry(8020, owner, details));
  const amount = Math.abs(intValue);
  if (largestStep !== 0 && amount > largestStep) return refuse(SENTENCES.accessDenied);
  const up = state === 8014;
  const next = up ? object.intValue + amount : object.intValue - amount;
  if (bound !== null && (up ? next > bound : next < bound)) return refuse(SENTENCES.dataObjectBound);
  if (next > GREATEST_INT || next < LEAST_INT) return refuse(SENTENCES.dataObjectOverflow);
  return granted(
    {},
    {
      logs: [ownerEntry(state, owner, details)],
      writes: [{ kind: 'dataObject', row: { ...object, intValue: next } }],
    },
  );
};

export const decideSetInt = ({ object, owner }: OwnedObject, intValue: number): Outcome<object, never, 8016> =>
  granted(
    {},
    {
      logs: [ownerEntry(8016, owner, { dataObjectId: object.id, dataObjectValue: intValue })],
      writes: [{ kind: 'dataObject', row: { ...object, intValue } }],
    },
  );

export const decideSetString = ({ object, owner }: OwnedObject, stringValue: string): Outcome<object, never, 8017> =>
  granted(
    {},
    {
      logs: [ownerEntry(8017, owner, { dataObjectId: object.id })],
      writes: [{ kind: 'dataObject', row: { ...object, stringValue } }],
    },
  );

export const decideRemoveObject = ({ object, owner }: OwnedObject): Outcome<object, never, 8012> =>
  granted(
    {},
    {
      logs: [ownerEntry(8012, owner, { dataObjectId: object.id })],
      writes: [{ kind: 'dataObject', row: object, remove: true }],
    },
  );
