import { z } from 'zod';
import { type Caller, visibleTo } from '../../domain/entities/caller.js';
import { maskAddress } from '../../domain/log/address.js';
import type { LogFilters } from '../../domain/log/webApiLog.js';
import { LIMITS } from '../../limits.js';
import { cursor, json, optionalId, optionalText } from '../parameters.js';
import { timeFilter } from '../timeFilter.js';

/** States in one `States` filter; more than the codes that exist. */
const STATES_PER_FILTER = 100;

/** What narrows rows of the log: GetWebAPILog and everything that reads the same rows another way take these. */

/** UTF-16 units: an IPv6 address with an IPv4 one at its end, and the name of an interface. */
const LONGEST_ADDRESS = 64;

export const logKey = {
  ProductId: optionalId().meta({ description: 'Rows of this product.' }),
  Key: optionalText(LIMITS.keyChars).meta({ description: 'Rows of this key string; requires ProductId.' }),
} as const;

export const logFilters = {
  ...logKey,
  MachineCode: optionalText(LIMITS.machineCodeChars).meta({
    description: 'Rows of this machine code: all of it, case-sensitive.',
  }),
  FriendlyName: optionalText(LIMITS.friendlyNameChars).meta({
    description: 'Rows whose friendly name contains this, in any case.',
  }),
  States: json(z.array(z.int()).max(STATES_PER_FILTER)).meta({
    description: 'Rows with one of these states: a JSON array.',
  }),
  Address: optionalText(LONGEST_ADDRESS)
    .refine((address) => address === undefined || maskAddress(address) !== '')
    .meta({
      description: 'Rows that show this as `ip`. A whole address stands for its network, for no row shows more of it.',
    }),
  Country: optionalText(2)
    .refine((country) => country === undefined || /^[a-z]{2}$/i.test(country))
    .meta({
      description: 'Rows whose caller was in this country as they were written: ISO 3166 alpha-2, in any case.',
    }),
} as const;

export const logTime = timeFilter().meta({
  description: 'A Unix time, or JSON with any of `gt`, `gte`, `lt`, `lte`, as {"gte":1534407953}.',
});

export const logCursors = {
  StartingAfter: cursor().meta({ description: 'Rows with a greater id.' }),
  EndingBefore: cursor().meta({ description: 'Rows with a smaller id, greatest first; wins over StartingAfter.' }),
} as const;

type Asked = Readonly<Partial<z.output<z.ZodObject<typeof logFilters>>>>;

/** Every filter, decided: one that is left out does not compile. */
type DecidedFilters = { readonly [Filter in keyof LogFilters]-?: LogFilters[Filter] | undefined };

/** What the parameters and the token's locks leave together; null: a key without its product. */
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
    // An empty list is what clients send for no list.
    states: States === undefined || States.length === 0 ? undefined : States,
    network: Address === undefined ? undefined : maskAddress(Address),
    country: Country?.toUpperCase(),
  };
};
