import type { Write } from '../../domain/batch/write.js';
import type { License } from '../../domain/entities/licensing.js';
import type { Change } from './workingSet.js';

/** The numbers of the API's Object Log; see `GetObjectLog`. */
const RESOURCE_TYPES = {
  Unspecified: 0,
  Customer: 1,
  IssuedLicense: 2,
  LicenseKey: 3,
  LicenseIssuance: 4,
  Product: 5,
  DataObject: 6,
} as const;

const RESOURCE_ACTIONS = { None: 0, Added: 1, Updated: 2, Deleted: 3 } as const;

/** One row of the object log; the batch adds caller and time. */
export interface ObjectLogEntry {
  readonly resourceType: number;
  readonly resourceAction: number;
  readonly objectId: number;
  /** JSON: the whole object when added or deleted, `{field: [old, new]}` when changed. */
  readonly data: string;
}

/** Names that fields of a license have in stored data. Clients read them, so they stay when a field is renamed here. */
const STORED_NAMES: Readonly<Partial<Record<string, string>>> = {
  licenseId: 'globalId',
  idInProduct: 'id',
} satisfies Partial<Record<keyof License, string>>;

/** An object's type in the log, its id, and the fields that must not be shown. */
const describe = (write: Write): { type: number; id: number; hidden: readonly string[] } | null => {
  switch (write.kind) {
    case 'machine':
      return null; // machines change with activations, which are in the Web API Log
    case 'product':
      // lastLicenseId is a counter that changes with each new license, which has its own row
      return { type: RESOURCE_TYPES.Product, id: write.row.productId, hidden: ['lastLicenseId'] };
    case 'license':
      return { type: RESOURCE_TYPES.LicenseKey, id: write.row.licenseId, hidden: [] };
    case 'dataObject':
      return { type: RESOURCE_TYPES.DataObject, id: write.row.id, hidden: [] };
    case 'customer':
      return { type: RESOURCE_TYPES.Customer, id: write.row.customerId, hidden: ['secret'] };
    case 'token':
      return { type: RESOURCE_TYPES.Unspecified, id: write.row.tokenId, hidden: [] };
    case 'user':
      return { type: RESOURCE_TYPES.Unspecified, id: write.row.userId, hidden: [] };
    case 'account':
      return { type: RESOURCE_TYPES.Unspecified, id: write.row.accountId, hidden: ['privateKey'] };
    default:
      return write satisfies never;
  }
};

/** The Object Log entry of one change; null when no visible field changed. */
export const objectLogEntry = ({ write, before }: Change): ObjectLogEntry | null => {
  const described = describe(write);
  if (described === null) return null;
  const shown = (object: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(object)
        .filter(([field]) => !described.hidden.includes(field))
        .map(([field, value]) => [STORED_NAMES[field] ?? field, value]),
    );
  const entry = (resourceAction: number, data: object): ObjectLogEntry => ({
    resourceType: described.type,
    resourceAction,
    objectId: described.id,
    data: JSON.stringify(data),
  });
  if (write.remove === true) return entry(RESOURCE_ACTIONS.Deleted, shown(write.row));
  if (before === undefined) return entry(RESOURCE_ACTIONS.Added, shown(write.row));
  const old = shown(before);
  const differences = Object.fromEntries(
    Object.entries(shown(write.row))
      .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(old[field]))
      .map(([field, value]) => [field, [old[field], value]]),
  );
  if (Object.keys(differences).length === 0) return null;
  const deleted = 'deletedAt' in write.row && write.row.deletedAt !== null;
  return entry(deleted ? RESOURCE_ACTIONS.Deleted : RESOURCE_ACTIONS.Updated, differences);
};
