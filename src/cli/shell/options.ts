import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Token } from '../../domain/entities/identity.js';
import { PERMISSIONS, type Permission, permissionNamed } from '../../domain/entities/permissions.js';
import { ROLES, type Role } from '../../domain/entities/roles.js';
import { normalizeEmail } from '../../domain/identity/email.js';
import { readDate } from '../../domain/time/dateText.js';
import { LIMITS } from '../../limits.js';

/** Options shared by several commands, and parsers for their values. An invalid value is a usage error. */

/** Options for the data's location and the output format. */
export interface SharedOptions {
  readonly data?: string;
  readonly databaseUrl?: string;
  readonly json?: true;
}

export interface AccountOptions extends SharedOptions {
  readonly account: number;
}

const databaseOptions = (command: Command): Command =>
  command
    .option('--data <dir>', 'directory of the embedded database (KEYLEDGER_DATA, default ./data)')
    .option('--database-url <url>', 'a PostgreSQL or Citus of your own (DATABASE_URL)');

export const sharedOptions = (command: Command): Command =>
  databaseOptions(command).option('--json', 'answer with one JSON object on standard output');

export const accountOptions = (command: Command): Command =>
  sharedOptions(command).option('--account <n>', 'the account to work on', positiveInteger, 1);

/** An access token to call with. In an environment variable it does not show in process lists. */
export const tokenOption = (what: string, variable: 'KEYLEDGER_TOKEN' | 'KEYLEDGER_SOURCE_TOKEN'): Option =>
  new Option('--token <token>', what).env(variable).makeOptionMandatory();

/** An integer within bounds. */
export const integerBetween =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^[+-]?\d{1,10}$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`It must be an integer from ${min} to ${max}.`);
    }
    return value;
  };

export const positiveInteger = integerBetween(1, LIMITS.int32);
export const naturalNumber = integerBetween(0, LIMITS.int32);
export const anyInteger = integerBetween(-LIMITS.int32 - 1, LIMITS.int32);

export const nameArgument = (text: string): string => {
  if (text.trim() === '' || text.length > LIMITS.nameChars || text.includes('\0') || !text.isWellFormed()) {
    throw new InvalidArgumentError(`It must have 1 to ${LIMITS.nameChars} characters.`);
  }
  return text;
};

/** Normalised. */
export const emailArgument = (text: string): string => {
  const email = normalizeEmail(text);
  if (email === null || email.length > LIMITS.emailChars || !email.isWellFormed()) {
    throw new InvalidArgumentError('It must be an e-mail address.');
  }
  return email;
};

export const roleArgument = (text: string): Role => {
  const role = ROLES.find((name) => name === text);
  if (role === undefined) throw new InvalidArgumentError(`It must be one of ${ROLES.join(', ')}.`);
  return role;
};

export const onOff = (text: string): boolean => {
  if (text === 'on') return true;
  if (text === 'off') return false;
  throw new InvalidArgumentError('It must be on or off.');
};

/** Milliseconds. Without a zone the date is meant as UTC. */
export const futureDate = (text: string): number => {
  const time = readDate(text);
  if (time === null) throw new InvalidArgumentError('It must be a date like 2030-01-31 or 2030-01-31T12:00:00Z.');
  if (time <= Date.now()) throw new InvalidArgumentError('It must be in the future.');
  return time;
};

/** `all`, or permission names separated by commas. */
export const permissionList = (text: string): Token['permissions'] => {
  if (text.trim().toLowerCase() === 'all') return 'all';
  const found = new Set<Permission>();
  for (const name of text.split(',')) {
    const permission = permissionNamed(name);
    if (permission === undefined) {
      throw new InvalidArgumentError(
        `There is no permission "${name.trim()}". There are: all, ${PERMISSIONS.join(', ')}.`,
      );
    }
    found.add(permission);
  }
  return [...found];
};
