import assert from 'node:assert/strict';
import type { Writers } from '../../src/db/connections.js';
import { addAddresses, addDevices, addSubjects } from '../../src/sql/batch/sideTables.js';
import { insertAccount, insertLogHead } from '../../src/sql/identity/accounts.js';
import type { Run } from '../../src/sql/statement.js';

/** A log row put in place without a request, so that it can have any time and any terms. */
export interface PlantedRow {
  /** Milliseconds. */
  readonly time: number;
  readonly state: number;
  readonly productId: number;
  /** 0: unknown key. */
  readonly licenseId: number;
  readonly customerId: number;
  /** null: no device. */
  readonly machineCode: string | null;
  /** "": none. */
  readonly country: string;
  /** Default: 0. */
  readonly seatLimit?: number;
  /** Seconds. Default: 0, no lease. */
  readonly floatingInterval?: number;
  /** DeleteKey wrote it. */
  readonly byDeleteKey?: boolean;
}

/** DeleteKey's number, and that of a method that is not DeleteKey. */
const METHODS = { deletes: 15, other: 1 } as const;

/** Runs statements in one transaction and commits it. */
export const inTransaction = async (writers: Writers, work: (run: Run) => Promise<void>): Promise<void> => {
  const connection = await writers.connect();
  try {
    await connection.begin();
    await work(connection.run);
  } catch (error) {
    await connection.rollback();
    throw error;
  }
  await connection.commit([{ name: '', text: 'select 1', values: [] }]);
};

/** An account that only has a log: making the keys of a real one takes longer than most tests. */
export const addBareAccount = (writers: Writers, accountId: number): Promise<void> =>
  inTransaction(writers, async (run) => {
    await run(insertAccount(accountId, { name: '', created: 0, privateKey: '', signingKeyPem: '', publicKeyXml: '' }));
    await run(insertLogHead(accountId));
  });

/** Numbers of side rows, given once. */
class Numbers<Value> {
  readonly #numbers = new Map<string, number>();
  fresh: { readonly number: number; readonly value: Value }[] = [];

  of(value: Value): number {
    const name = JSON.stringify(value);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(name, number);
    this.fresh.push({ number, value });
    return number;
  }
}

/** The log of one account that nobody else writes. */
export class PlantedLog {
  readonly #writers: Writers;
  readonly accountId: number;
  /** The row of id n is at n - 1. */
  readonly rows: PlantedRow[] = [];
  readonly #subjects = new Numbers<{
    readonly productId: number;
    readonly licenseId: number;
    readonly customerId: number;
    readonly seatLimit: number;
    readonly floatingInterval: number;
  }>();
  readonly #devices = new Numbers<string>();
  readonly #addresses = new Numbers<string>();

  constructor(writers: Writers, accountId: number) {
    this.#writers = writers;
    this.accountId = accountId;
  }

  /** Appends rows; their times must not run backwards. */
  async append(rows: readonly PlantedRow[]): Promise<void> {
    const first = this.rows.length + 1;
    this.rows.push(...rows);
    const lastTime = this.rows.at(-1)?.time ?? 0;
    assert(this.rows.every(({ time }, index) => time >= (this.rows[index - 1]?.time ?? 0)));
    const columns = [
      rows.map((_, index) => first + index),
      rows.map(({ time }) => time),
      rows.map(({ state }) => state),
      rows.map(({ productId, licenseId, customerId, seatLimit = 0, floatingInterval = 0 }) =>
        this.#subjects.of({ productId, licenseId, customerId, seatLimit, floatingInterval }),
      ),
      rows.map(({ machineCode }) => (machineCode === null ? 0 : this.#devices.of(machineCode))),
      rows.map(({ country }) => (country === '' ? 0 : this.#addresses.of(country))),
      rows.map(({ byDeleteKey = false }) => (byDeleteKey ? METHODS.deletes : METHODS.other)),
    ];
    await inTransaction(this.#writers, async (run) => {
      await this.#addSideRows(run);
      await run({
        name: '',
        text: `insert into web_api_log (account_id, id, time, state, subject_no, device_no, address_no, method)
          select $1, r.* from unnest($2::bigint[], $3::bigint[], $4::smallint[], $5::int[], $6::int[], $7::int[],
            $8::smallint[]) r`,
        values: [this.accountId, ...columns],
      });
      await run({
        name: '',
        text: 'update log_head set last_id = $2, last_time = $3 where account_id = $1',
        values: [this.accountId, this.rows.length, lastTime],
      });
    });
  }

  async #addSideRows(run: Run): Promise<void> {
    const { accountId } = this;
    const subjects = this.#subjects.fresh.splice(0);
    await run(
      addSubjects(
        accountId,
        subjects.map(({ number }) => number),
        subjects.map(({ value }) => ({ ...value, tokenId: 0 })),
      ),
    );
    const devices = this.#devices.fresh.splice(0);
    await run(
      addDevices(
        accountId,
        devices.map(({ number }) => number),
        devices.map(({ value }) => ({ machineCode: value, friendlyName: '' })),
      ),
    );
    const addresses = this.#addresses.fresh.splice(0);
    await run(
      addAddresses(
        accountId,
        addresses.map(({ number }) => number),
        addresses.map(({ number, value }) => ({ month: 1, address: `192.0.2.${number}`, country: value })),
      ),
    );
  }
}
