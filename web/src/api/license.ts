import { unixOfIso } from '../time/isoTime.js';
import { type Answer, methodQuery } from './call.js';

/** A license as GetKey and GetKeys show it. */
export type LicenseFacts = Answer<'product/GetKeys'>['licenseKeys'][number];

export const licenseQuery = (ProductId: number, Key: string) => ({
  ...methodQuery('key/GetKey', { ProductId, Key, ModelVersion: 3 }),
  select: ({ licenseKey }: Answer<'key/GetKey'>): LicenseFacts | undefined =>
    typeof licenseKey === 'string' ? undefined : licenseKey,
});

/** One seat that is held: a machine that is locked to the license, or a floating lease. */
export interface HeldSeat {
  readonly machineCode: string;
  readonly friendlyName: string;
  /** Masked as in the log, or whole, as the license has it. */
  readonly ip: string;
  /** Unix seconds. */
  readonly since: number;
  /** Unix seconds when a lease lapses; null: a machine that is locked to the license. */
  readonly until: number | null;
  /** A lease beyond the limit. */
  readonly overdraft: boolean;
}

const FLOATING = 'floating:';
const OVERDRAFT = 'floating:overdraft:';

/** Who holds a seat. Leases carry a word before their machine code. */
export const heldSeats = ({ activatedMachines }: LicenseFacts): readonly HeldSeat[] =>
  activatedMachines.map(({ mid, ip, time, friendlyName = '', floatingExpires }) => {
    const isLease = floatingExpires !== null && floatingExpires !== undefined;
    const overdraft = isLease && mid.startsWith(OVERDRAFT);
    const prefix = isLease ? (overdraft ? OVERDRAFT : FLOATING) : '';
    return {
      machineCode: mid.startsWith(prefix) ? mid.slice(prefix.length) : mid,

      friendlyName,
      ip,
      since: unixOfIso(time),
      overdraft,
      until: isLease ? unixOfIso(floatingExpires) : null,
    };
  });

export const FEATURES = ['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8'] as const;

/** A customer by what people call it. */
export const customerName = (customer: {
  readonly id: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly companyName: string | null;
}): string =>
  [customer.companyName, customer.name, customer.email].find((part) => part !== null && part !== '') ??
  `customer ${customer.id}`;
