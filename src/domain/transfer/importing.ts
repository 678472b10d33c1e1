import type { AccountState } from '../batch/accountState.js';
import type { DecideContext } from '../batch/decideContext.js';
import { licenseEntry } from '../batch/logEntry.js';
import { type Need, need } from '../batch/need.js';
import { granted, type Outcome, refused } from '../batch/outcome.js';
import type { Write } from '../batch/write.js';
import type { LicenseId } from '../entities/ids.js';
import type { Customer, License, Machine, Product } from '../entities/licensing.js';
import { newProduct } from '../identity/administration.js';
import { randomGuid } from '../licensing/newCustomer.js';
import { unixSeconds } from '../time/time.js';
import type { Milliseconds } from '../time/units.js';
import type { ImportedCustomer, ImportedLicense } from './importedLicense.js';

/** The result of importing one line. */
export interface Imported {
  /** False when the license already existed. */
  readonly stored: boolean;
  /** Seats imported with it. */
  readonly machines: number;
  /** Leases that had lapsed, or whose end is not known. */
  readonly leasesLeftOut: number;
}

export const importNeeds = ({ license, customer, dataObjects }: ImportedLicense): readonly Need[] => [
  need.license({ productId: license.productId, key: license.key }),
  need.license({ licenseId: license.licenseId }),
  ...(customer === null ? [] : [need.customer(customer.customerId)]),
  ...dataObjects.map(({ id }) => need.dataObject(id)),
];

/**
 * How a license to be imported compares to the stored ones: `new`, `known` (nothing to do), or the reason why it
 * cannot be imported. An import never changes stored objects, since they may be newer than the file.
 */
export type Standing = { readonly is: 'new' | 'known' } | { readonly is: 'conflict'; readonly reason: string };

export const standingOf = (state: AccountState, imported: ImportedLicense): Standing => {
  const { license, customer, dataObjects } = imported;
  const sameKey = state.license(license.productId, license.key);
  const sameId = state.licenseById(license.licenseId);
  const here = sameKey ?? sameId;
  if (here !== undefined) {
    const field = differingField(here, license);
    return field === null
      ? { is: 'known' }
      : conflict(`license ${here.licenseId} is here already, with another ${field}`);
  }
  for (const { id } of dataObjects) {
    if (state.dataObject(id) !== undefined) return conflict(`data object ${id} is here already and belongs to another`);
  }
  const known = customer === null ? undefined : state.customer(customer.customerId);
  if (customer !== null && known !== undefined && !isSameCustomer(known, customer)) {
    return conflict(`customer ${customer.customerId} is here already and is another`);
  }
  return { is: 'new' };
};

const conflict = (reason: string): Standing => ({ is: 'conflict', reason });

/**
 * Fields that only the owner of the account changes must agree. Those that clients change by using the license are not
 * compared: seats, data objects, the optional field, and the date of a countdown upon activation. Times are compared in
 * whole seconds, since the same license is shown with and without a fraction.
 */
const differingField = (here: License, imported: License): string | null => {
  const countsDown = imported.trialActivation && here.firstActivated !== imported.firstActivated;
  const compared = (license: License) => ({
    ProductId: license.productId,
    Key: license.key,
    GlobalId: license.licenseId,
    ID: license.idInProduct,
    Created: unixSeconds(license.created),
    Expires: countsDown ? null : unixSeconds(license.expires),
    Period: license.period,
    'F1..F8': license.features.join(),
    Notes: license.notes,
    Block: license.block,
    Customer: license.customerId,
    TrialActivation: license.trialActivation,
    MaxNoOfMachines: license.maxNoOfMachines,
    AllowedMachines: license.allowedMachines,
  });
  const there = new Map(Object.entries(compared(imported)));
  return Object.entries(compared(here)).find(([field, value]) => value !== there.get(field))?.[0] ?? null;
};

/** Text to compare customers by: two with the same id but other details are taken for different customers. */
export const customerText = ({ name, email, companyName, created }: ImportedCustomer): string =>
  JSON.stringify([name, email, companyName, unixSeconds(created)]);

const isSameCustomer = (here: Customer, imported: ImportedCustomer): boolean =>
  customerText(here) === customerText(imported);

/**
 * When the rows are written with which imported seats begin: with the license, or after its history was imported, for
 * those seats that the history does not show.
 */
export type SeatRows = 'now' | 'afterHistory';

/** Stores a license with its seats, data objects, customer and product, as far as they do not exist. */
export const decideImport = (
  state: AccountState,
  imported: ImportedLicense,
  seatRows: SeatRows,
  context: DecideContext,
): Outcome<Imported, string, 5010> => {
  const standing = standingOf(state, imported);
  if (standing.is === 'conflict') return refused(standing.reason);
  if (standing.is === 'known') return granted({ stored: false, machines: 0, leasesLeftOut: 0 });
  const { license, customer, dataObjects } = imported;
  claimIds(imported, context);
  const seats = imported.machines.filter((machine) => isHeld(machine, context.now));
  const writes: Write[] = [
    { kind: 'product', row: productFor(state.product(license.productId), license, context) },
    { kind: 'license', row: license },
    ...dataObjects.map((row): Write => ({ kind: 'dataObject', row })),
    ...seats.map((row): Write => ({ kind: 'machine', row })),
  ];
  if (customer !== null && state.customer(customer.customerId) === undefined) {
    writes.push({ kind: 'customer', row: newCustomer(customer, context) });
  }
  return granted(
    { stored: true, machines: seats.length, leasesLeftOut: imported.machines.length - seats.length },
    {
      writes,
      logs: seatRows === 'afterHistory' ? [] : seats.map((machine) => seatEntry(license, machine, context.now)),
    },
  );
};

/** A machine whose seat the log does not show, as it was when the log was read. */
export type UnloggedSeat = Pick<Machine, 'licenseId' | 'floating' | 'machineCode' | 'time' | 'floatingExpires'>;

/**
 * Writes the log rows with which seats begin that a license's history does not show. A seat that changed or was released
 * since the log was read needs none: that change has a row.
 */
export const decideSeatRows = (
  state: AccountState,
  licenseId: LicenseId,
  unlogged: readonly UnloggedSeat[],
  claim: string,
  context: DecideContext,
): Outcome<{ readonly seats: number }, string, 5010> => {
  if (state.historyClaim() !== claim) return refused(ANOTHER_IMPORT);
  const license = state.licenseById(licenseId);
  if (license === undefined) return granted({ seats: 0 });
  const asRead = new Map(unlogged.map((seat) => [seatName(seat), seat]));
  const seats = state.machines(licenseId).filter((machine) => {
    const seat = asRead.get(seatName(machine));
    const isSame = seat?.time === machine.time && seat.floatingExpires === machine.floatingExpires;
    return isSame && isHeld(machine, context.now);
  });
  return granted({ seats: seats.length }, { logs: seats.map((machine) => seatEntry(license, machine, context.now)) });
};

/** Of a license's seats. */
const seatName = ({ floating, machineCode }: UnloggedSeat): string => `${floating ? 'f' : 'n'} ${machineCode}`;

export const ANOTHER_IMPORT = 'another import of this account has begun since: let that one finish';

/** A lease without a known end would hold its seat for ever; its client takes a new one at its next renewal. */
const isHeld = (machine: Machine, now: Milliseconds): boolean =>
  !machine.floating || (machine.floatingExpires !== null && machine.floatingExpires > now);

const INT32 = 2_147_483_647;

/** The beginning of the seat in the log; for a lease also its end, as the seconds that it still has. */
const seatEntry = (license: License, machine: Machine, now: Milliseconds) =>
  licenseEntry(5010, license, {
    machineCode: machine.machineCode,
    friendlyName: machine.friendlyName,
    floatingInterval:
      machine.floatingExpires === null ? 0 : Math.min(Math.ceil((machine.floatingExpires - now) / 1000), INT32),
  });

const claimIds = ({ license, customer, dataObjects }: ImportedLicense, context: DecideContext): void => {
  context.claimId('product', license.productId);
  context.claimId('license', license.licenseId);
  if (customer !== null) context.claimId('customer', customer.customerId);
  for (const { id } of dataObjects) context.claimId('dataObject', id);
};

const productFor = (here: Product | undefined, license: License, context: DecideContext): Product => {
  const { productId } = license;
  const product =
    here ?? newProduct({ productId, name: `Product ${productId}`, description: '', isPublic: false }, context);
  return { ...product, lastLicenseId: Math.max(product.lastLicenseId, license.idInProduct) };
};

/** Answers show no more of a customer than this; the other fields are as for a new one. */
const newCustomer = (customer: ImportedCustomer, context: DecideContext): Customer => ({
  ...customer,
  notes: null,
  secret: randomGuid(context.randomBytes(16)),
  enableCustomerAssociation: false,
  allowActivationManagement: false,
  allowMultipleUserAssociation: false,
  maxNoOfDevices: 0,
});
