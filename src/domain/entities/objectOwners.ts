import type { LicenseId, ProductId } from './ids.js';

/** The kinds of owners of data objects. Tables, parameters, method names and SQL of data objects are derived from it. */

interface OwnerKindFacts {
  /** The stored value. */
  readonly referencerType: number;
  /** As the parameter ReferencerType names it; null: not available in the general methods. */
  readonly apiName: string | null;
  /** Suffix of the names of its own methods; null: it has none. */
  readonly suffix: string | null;
  /** The kind of object that `referencerId` identifies; null: it is 0. */
  readonly idOf: 'product' | 'license' | null;
}

export const OWNER_KINDS = {
  account: { referencerType: 0, apiName: 'User', suffix: null, idOf: null },
  product: { referencerType: 1, apiName: 'Product', suffix: null, idOf: 'product' },
  key: { referencerType: 2, apiName: 'Key', suffix: 'ToKey', idOf: 'license' },
  /** A machine code of a key, whether a machine of that code is active or not. */
  machine: { referencerType: 3, apiName: null, suffix: 'ToMachineCode', idOf: 'license' },
} as const satisfies Record<string, OwnerKindFacts>;

export type OwnerKind = keyof typeof OWNER_KINDS;
type AnyOwnerKind = (typeof OWNER_KINDS)[OwnerKind];

export type ReferencerType = AnyOwnerKind['referencerType'];
/** Those that the parameter ReferencerType can name. */
export type NamedReferencerType = Extract<AnyOwnerKind, { readonly apiName: string }>['referencerType'];
export type OwnerSuffix = NonNullable<AnyOwnerKind['suffix']>;

/** The owner as data objects name it. */
export interface DataObjectOwner {
  readonly referencerType: ReferencerType;
  /** 0 for the account, a product id, or a license's GlobalId. */
  readonly referencerId: number;
  /** The machine code of a machine, otherwise "". */
  readonly machineCode: string;
}

export const OWNER_ACCOUNT: DataObjectOwner = {
  referencerType: OWNER_KINDS.account.referencerType,
  referencerId: 0,
  machineCode: '',
};

export const ownerOfProduct = (productId: ProductId): DataObjectOwner => ({
  referencerType: OWNER_KINDS.product.referencerType,
  referencerId: productId,
  machineCode: '',
});

export const ownerOfLicense = (licenseId: LicenseId): DataObjectOwner => ({
  referencerType: OWNER_KINDS.key.referencerType,
  referencerId: licenseId,
  machineCode: '',
});

export const ownerOfMachine = (licenseId: LicenseId, machineCode: string): DataObjectOwner => ({
  referencerType: OWNER_KINDS.machine.referencerType,
  referencerId: licenseId,
  machineCode,
});

const KINDS = Object.keys(OWNER_KINDS) as readonly OwnerKind[];

export const ownerKindOf = (referencerType: ReferencerType): OwnerKind => {
  const kind = KINDS.find((one) => OWNER_KINDS[one].referencerType === referencerType);
  if (kind === undefined) throw new Error(`no kind of owner: ${referencerType}`);
  return kind;
};

/** The types whose `referencerId` is the id of a product, or of a license. */
export const referencerTypesOf = (idOf: NonNullable<OwnerKindFacts['idOf']>): readonly ReferencerType[] =>
  Object.values(OWNER_KINDS).flatMap((kind) => (kind.idOf === idOf ? kind.referencerType : []));
