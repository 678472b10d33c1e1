import { randomBytes } from 'node:crypto';
import type { Readers, Writers } from '../../db/connections.js';
import { isUniqueViolation } from '../../db/sqlState.js';
import { transaction } from '../../db/transaction.js';
import {
  accountsAfter,
  greatestAccountId,
  insertAccount,
  insertEventHead,
  insertLogHead,
} from '../../sql/identity/accounts.js';
import { insertUser } from '../../sql/identity/people.js';
import type { Run, Statement } from '../../sql/statement.js';
import { generateKeyPair } from '../licensing/signer.js';

/** Web API 2's secret: 50 letters and digits, like the vendor's. */
const randomPrivateKey = (): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  let text = '';
  while (text.length < 50) {
    for (const byte of randomBytes(64)) {
      // 248 is the greatest multiple of 62 below 256: all letters are equally likely.
      if (byte < 248 && text.length < 50) text += alphabet[byte % 62];
    }
  }
  return text;
};

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

const newAccount = (accountId: number, name: string, keys: Keys): readonly Statement<object>[] => {
  const created = Date.now();
  return [
    insertAccount(accountId, {
      name,
      created,
      privateKey: randomPrivateKey(),
      signingKeyPem: keys.privateKeyPem,
      publicKeyXml: keys.publicKeyXml,
    }),
    insertUser(accountId, {
      userId: accountId,
      name: 'owner',
      email: null,
      role: 'owner',
      created,
      passwordSet: null,
      deletedAt: null,
    }),
    insertLogHead(accountId),
    insertEventHead(accountId),
  ];
};

const lastAccountId = async (run: Run): Promise<number | null> => {
  const [greatest] = await run(greatestAccountId());
  return greatest?.account_id ?? null;
};

/**
 * Creates an account with its signing key and its owner, whose user id is the account's id. Without `accountId` it gets
 * the next free one.
 */
export const createAccount = async (writers: Writers, name: string, accountId?: number): Promise<number> => {
  const keys = await generateKeyPair();
  for (;;) {
    try {
      return await transaction(writers, async ({ run }) => {
        const id = accountId ?? ((await lastAccountId(run)) ?? 0) + 1;
        return { result: id, statements: newAccount(id, name, keys) };
      });
    } catch (error) {
      // Another process allocated the number at the same moment.
      if (accountId !== undefined || !isUniqueViolation(error)) throw error;
    }
  }
};

export interface ListedAccount {
  readonly accountId: number;
  readonly name: string;
  /** In milliseconds, as `lastLogged`. */
  readonly created: number;
  /** Log rows, including imported ones. */
  readonly logRows: number;
  /** The time of the newest; null: there is none. */
  readonly lastLogged: number | null;
  /** Events, including those that retention has deleted. */
  readonly events: number;
}

/** The next accounts of the installation after the id `after`, in order of id, at most `most`. */
export const listAccounts = async (readers: Readers, after: number, most: number): Promise<readonly ListedAccount[]> =>
  (await readers.run(accountsAfter(after, most))).map((row) => ({
    accountId: row.account_id,
    name: row.name,
    created: row.created,
    logRows: row.log_rows,
    lastLogged: row.log_rows === 0 ? null : row.last_logged,
    events: row.events,
  }));

/** The account that exists in every installation. */
export const FIRST_ACCOUNT = 1;

/**
 * Creates account 1 at the first start of a new installation. Several processes may start at once.
 *
 * @returns whether this call created it
 */
export const ensureFirstAccount = async (writers: Writers): Promise<boolean> => {
  const last = await transaction(writers, async ({ run }) => ({ result: await lastAccountId(run), statements: [] }));
  if (last !== null) return false;
  try {
    await createAccount(writers, 'Account 1', FIRST_ACCOUNT);
    return true;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return false;
  }
};
