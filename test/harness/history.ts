import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Loaders } from '../../src/db/connections.js';
import { createToken } from '../../src/engine/administration/administration.js';
import type { Engine } from '../../src/engine/engine.js';
import {
  type HistoryOptions,
  type HistorySummary,
  importedRowSource,
  importWithHistory,
} from '../../src/engine/transfer/importHistory.js';
import { addBareAccount } from './plantedLog.js';
import type { ShownRow } from './randomLog.js';
import type { TestServer } from './server.js';

/** Histories in files, and what became of them. */

/** The product of all licenses here. */
export const PRODUCT = 7;

export const START = Date.UTC(2026, 0, 1) / 1000;

/** A license as GetKeys shows it: number n has the key `KEY-n` and the GlobalId n. */
export const shownLicense = (number: number, details: object = {}): object => ({
  ProductId: PRODUCT,
  ID: number,
  Key: `KEY-${number}`,
  GlobalId: number,
  MaxNoOfMachines: 3,
  Created: START - 1000,
  Expires: START + 1_000_000,
  ActivatedMachines: [],
  ...details,
});

/** A row as GetWebAPILog shows it: an activation of `KEY-1`, one second after the other. */
export const shownRow = (id: number, details: Partial<ShownRow> = {}): ShownRow => ({
  id,
  productId: PRODUCT,
  key: 'KEY-1',
  ip: '8.8.8.0',
  time: START + id,
  state: 2011,
  machineCode: 'pc',
  friendlyName: '',
  floatingExpires: 0,
  doIntValue: 0,
  doId: 0,
  ...details,
});

export type Lines = readonly (object | string)[];

/** An account of its own for one history. */
export class HistoryBench {
  readonly server: TestServer;
  readonly accountId: number;
  readonly token: string;
  readonly directory: string;

  private constructor(server: TestServer, accountId: number, token: string, directory: string) {
    this.server = server;
    this.accountId = accountId;
    this.token = token;
    this.directory = directory;
  }

  static #lastAccountId = 1;

  static async make(server: TestServer): Promise<HistoryBench> {
    HistoryBench.#lastAccountId += 1;
    const accountId = HistoryBench.#lastAccountId;
    await addBareAccount(server.writers, accountId);
    const { text } = await createToken(server.engine, accountId, {
      name: 'test',
      permissions: 'all',
      productLock: 0,
      keyLock: 0,
      featureLock: 0,
      expires: null,
    });
    return new HistoryBench(server, accountId, text, await mkdtemp(join(tmpdir(), 'keyledger-history-')));
  }

  async write(name: string, lines: Lines): Promise<string> {
    const path = join(this.directory, name);
    await writeFile(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
    return path;
  }

  async import(
    licenses: Lines,
    log: Lines,
    options: Partial<HistoryOptions> & { readonly loaders?: Loaders; readonly engine?: Engine } = {},
  ): Promise<HistorySummary> {
    const [path, logPath] = await Promise.all([this.write('licenses', licenses), this.write('log', log)]);
    const { loaders = this.server.loaders, engine = this.server.engine, ...rest } = options;
    return importWithHistory(engine, loaders, this.accountId, {
      path,
      logPath,
      onProgress: () => {},
      signal: new AbortController().signal,
      ...rest,
    });
  }

  /** All rows as GetWebAPILog shows them. */
  async log(): Promise<readonly ShownRow[]> {
    const rows: ShownRow[] = [];
    for (;;) {
      const parameters = { Limit: 1000, StartingAfter: rows.at(-1)?.id ?? 0 };
      const page = (await this.server.call('ai/GetWebAPILog', this.token, parameters)).body.logs as ShownRow[];
      if (page.length === 0) return rows;
      rows.push(...page);
    }
  }

  async sourceOf(id: number): Promise<number | null> {
    return importedRowSource(this.server.engine.access(this.accountId), id);
  }

  /** Everything that the log holds, with what its numbers stand for. */
  async stored(): Promise<readonly object[]> {
    return this.server.readers.run({
      name: '',
      text: `select l.id, l.time, l.state, l.method, l.detail, s.product_id, s.license_id, s.customer_id, s.seat_limit,
          s.token_id, s.floating_interval, d.machine_code, d.friendly_name, d.machine_code_normalized, a.month, a.address,
          a.country
        from web_api_log l join log_subject s using (account_id, subject_no)
        left join log_device d using (account_id, device_no) left join log_address a using (account_id, address_no)
        where account_id = $1 order by l.id`,
      values: [this.accountId],
    });
  }

  /** The heads of the log and of the import. */
  async heads(): Promise<Readonly<Record<string, unknown>>> {
    const [row] = await this.server.readers.run<Record<string, unknown>>({
      name: '',
      text: `select h.last_id, h.last_subject_no, h.last_device_no, h.last_address_no, h.last_data_object_id,
          i.row_count, encode(i.digest, 'hex') as digest,
          (select count(*)::int from web_api_log l where l.account_id = h.account_id) as rows
        from log_head h left join log_import i using (account_id) where h.account_id = $1`,
      values: [this.accountId],
    });
    return row ?? {};
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true });
  }
}
