import { z } from 'zod';
import { type Caller, visibleTo } from '../../domain/entities/caller.js';
import { maskAddress } from '../../domain/log/address.js';
import type { LogFilters } from '../../domain/log/webApiLog.js';
import { LIMITS } from '../../limits.js';
import { cursor, json, optionalId, optionalText } from '../parameters.js';
import { timeFilter } from '../timeFilter.js';

/** States in one `States` filter; more than the codes that exist. */
const STATES_PER_FILTER = 100;

/** Filters of log rows, shared by GetWebAPILog and the other methods that read the same rows. */

/** UTF-16 units: room for an IPv6 address that ends in an IPv4 one and names an interface. */
const LONGEST_ADDRESS = 64;

export const logKey = {
  ProductId: optionalId().meta({ description: 'Rows of this product.' }),
  Key: optionalText(LIMITS.keyChars).meta({ description: 'Rows of this key string; requires ProductId.' }),
} as const;

export const logFilters = {
  ...logKey,
  MachineCode: optionalText(LIMITS.machineCodeChars).meta({
    description: 'Rows of exactly this machine code, case-sensitive.',
  }),
  FriendlyName: optionalText(LIMITS.friendlyNameChars).meta({
    description: 'Rows whose friendly name contains this, case-insensitive.',
  }),
  States: json(z.array(z.int()).max(STATES_PER_FILTER)).meta({
    description: 'Rows with one of these states: a JSON array.',
  }),
  Address: optionalText(LONGEST_ADDRESS)
    .refine((address) => address === undefined || maskAddress(address) !== '')
    .meta({
      description:
        'Rows that show this as `ip`. A full address matches its network, because rows show masked addresses only.',
    }),
  Country: optionalText(2)
    .refine((country) => country === undefined || /^[a-z]{2}$/i.test(country))
    .meta({
      description: 'Rows whose caller was in this country at the time: ISO 3166 alpha-2, case-insensitive.',
    }),
} as const;

export const logTime = timeFilter().meta({
  description: 'A Unix time, or JSON with any of `gt`, `gte`, `lt`, `lte`, for example {"gte":1534407953}.',
});

export const logCursors = {
  StartingAfter: cursor().meta({ description: 'Rows with a greater id.' }),
  EndingBefore: cursor().meta({
    description: 'Rows with a smaller id, greatest first; takes precedence over StartingAfter.',
  }),
} as const;

type Asked = Readonly<Partial<z.output<z.ZodObject<typeof logFilters>>>>;

/** Every filter, decided: one that is left out does not compile. */
type DecidedFilters = { readonly [Filter in keyof LogFilters]-?: LogFilters[Filter] | undefined };

/** The filter that parameters and token locks give together; null: a key without its product. */
export const logFiltersOf = (
  { ProductId, Key, MachineCode, FriendlyName, States, Address, Country }: Asked,
  caller: Caller,
): DecidedFilters | null => {
  if (Key !== undefined && ProductId === undefined) return null;
  return {
    productId: ProductId,
    key: Key,
    ...visibleTo(caller),
    machineCode: MachineCode,
    friendlyName: FriendlyName,
    // Clients send an empty list for no list.
    states: States === undefined || States.length === 0 ? undefined : States,
    network: Address === undefined ? undefined : maskAddress(Address),
    country: Country?.toUpperCase(),
  };
};
