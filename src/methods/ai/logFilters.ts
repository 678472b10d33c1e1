import { z } from 'zod';
import type { Token } from '../../domain/entities.js';
import type { LogFilters } from '../../domain/webApiLog.js';
import { LIMITS } from '../../limits.js';
import { cursor, json, optionalId, optionalText } from '../parameters.js';
import { timeFilter } from '../timeFilter.js';

/** What narrows rows of the log: GetWebAPILog and everything that reads the same rows another way take these. */

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
  States: json(z.array(z.int()).max(LIMITS.statesPerFilter)).meta({
    description: 'Rows with one of these states: a JSON array.',
  }),
} as const;

export const logTime = timeFilter().meta({
  description: 'A Unix time, or JSON with any of `gt`, `gte`, `lt`, `lte`, as {"gte":1534407953}.',
});

export const logCursors = {
  StartingAfter: cursor().meta({ description: 'Rows with a greater id.' }),
  EndingBefore: cursor().meta({ description: 'Rows with a smaller id, greatest first; wins over StartingAfter.' }),
} as const;

interface Asked {
  readonly ProductId?: number | undefined;
  readonly Key?: string | undefined;
  readonly MachineCode?: string | undefined;
  readonly FriendlyName?: string | undefined;
  readonly States?: readonly number[] | undefined;
}

/** What the parameters and the token's locks leave together; null: a key without its product. */
export const logFiltersOf = (
  { ProductId, Key, MachineCode, FriendlyName, States }: Asked,
  token: Token,
): LogFilters | null => {
  if (Key !== undefined && ProductId === undefined) return null;
  return {
    productId: ProductId,
    key: Key,
    productLock: token.productLock === 0 ? undefined : token.productLock,
    licenseLock: token.keyLock > 0 ? token.keyLock : undefined,
    machineCode: MachineCode,
    friendlyName: FriendlyName,
    // An empty list is what clients send for no list.
    states: States === undefined || States.length === 0 ? undefined : States,
  };
};
