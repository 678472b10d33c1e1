import assert from 'node:assert/strict';
import type { DecideContext, IdKind } from '../../../domain/batch/decideContext.js';
import type { LogEntry } from '../../../domain/batch/logEntry.js';
import type { Write } from '../../../domain/batch/write.js';
import type { LicenseId, ProductId } from '../../../domain/entities/ids.js';
import type { DataObject, License } from '../../../domain/entities/licensing.js';
import { ownerOfLicense } from '../../../domain/entities/objectOwners.js';
import { newProduct } from '../../../domain/identity/administration.js';
import type { LicenseView } from '../../../domain/licensing/license/view.js';
import type { WebApiLogRow } from '../../../domain/log/webApiLog.js';
import { LoadedObjects } from '../../../engine/batch/loadedObjects.js';
import { WorkingSet } from '../../../engine/batch/workingSet.js';
import { decideCall, refusalEntry } from '../../../methods/decideCall.js';
import type { CommandMethod, Method, QueryMethod } from '../../../methods/define.js';
import { readParameters } from '../../../methods/rawParameters.js';
import type { SeededRandom } from './seededRandom.js';

/** Parameters by name, as a client sends them. */
export type Given = Readonly<Record<string, string | number | boolean>>;

/** The answer to the caller. */
export interface Reply {
  readonly granted: boolean;
  /** Of the call's log row; 0: none. */
  readonly state: number;
  readonly writes: readonly Write[];
}

interface SimulatedServerOptions {
  readonly random: SeededRandom;
  /** Milliseconds. */
  readonly clock: () => number;
  /** Milliseconds. Earlier events change licences and machines but are not logged. */
  readonly logsFrom: number;
}

/**
 * An account in memory whose methods are the real ones: they read the parameters and decide, and their writes and log
 * rows are stored. No state, limit or date in its log is invented.
 */
export class SimulatedServer {
  readonly #random: SeededRandom;
  readonly #clock: () => number;
  readonly #logsFrom: number;
  readonly #state: WorkingSet;
  readonly #lastIds = { product: 0, license: 0, customer: 0, dataObject: 0, token: 0 };
  readonly #rows: WebApiLogRow[] = [];
  readonly #licenseIds = new Set<number>();

  constructor(
    products: readonly { readonly productId: ProductId; readonly name: string; readonly description: string }[],
    { random, clock, logsFrom }: SimulatedServerOptions,
  ) {
    this.#random = random;
    this.#clock = clock;
    this.#logsFrom = logsFrom;
    const context = this.#context('');
    const objects = new LoadedObjects();
    // The whole account is in memory: what is missing here does not exist.
    objects.expectEverything();
    for (const product of products) objects.putProduct(newProduct({ ...product, isPublic: true }, context));
    this.#state = new WorkingSet({ accountId: 1, name: '', privateKey: '', webApiLog: false, planLogs: true }, objects);
  }

  /** Calls a method from an address, now. Parameters that the method cannot read are a programmer's error. */
  call(method: CommandMethod, address: string, given: Given): Reply {
    const raw = rawParameters(given);
    const read = readParameters(method, raw);
    assert(read.success, `${method.name} cannot read its parameters`);
    const outcome = decideCall(method, this.#state, read.parameters, raw, this.#context(address));
    if (!outcome.granted) {
      if (outcome.log !== null) this.#log(outcome.log, address);
      return { granted: false, state: outcome.log?.state ?? 0, writes: [] };
    }
    this.#state.apply(outcome.writes);
    // The list of changes is never read and would only grow.
    this.#state.changes.length = 0;
    for (const { kind, row } of outcome.writes) if (kind === 'license') this.#licenseIds.add(row.licenseId);
    for (const entry of outcome.logs) this.#log(entry, address);
    return { granted: true, state: outcome.logs[0]?.state ?? 0, writes: outcome.writes };
  }

  /** Calls a read-only method for a nonexistent key, which leaves the row of a refusal. */
  askInVain(method: QueryMethod, address: string, { productId, key }: { productId: ProductId; key: string }): void {
    assert(this.#state.license(productId, key) === undefined, 'the key is there');
    this.#log(refusalOf(method, { ProductId: productId, Key: key }), address);
  }

  /** The current licence. */
  license(licenseId: LicenseId): License {
    const license = this.#state.licenseById(licenseId);
    assert(license !== undefined, `there is no license ${licenseId}`);
    return license;
  }

  hasDataObject(licenseId: LicenseId, name: string): boolean {
    return this.#dataObjects(licenseId).some((object) => object.name === name);
  }

  /** Every licence as lists show it, in order of GlobalId. */
  views(): readonly LicenseView[] {
    const now = this.#clock();
    return [...this.#licenseIds]
      .sort((a, b) => a - b)
      .map((licenseId) => {
        const license = this.license(licenseId);
        return {
          license,
          customer: license.customerId === null ? null : (this.#state.customer(license.customerId) ?? null),
          machines: this.#state
            .machines(licenseId)
            .filter(({ floatingExpires }) => floatingExpires === null || floatingExpires > now),
          dataObjects: this.#dataObjects(licenseId),
        };
      });
  }

  /** Every row that was logged, in order, numbered from 1. */
  get rows(): readonly WebApiLogRow[] {
    return this.#rows;
  }

  #dataObjects(licenseId: LicenseId): readonly DataObject[] {
    return this.#state.dataObjects(ownerOfLicense(licenseId));
  }

  #context(ip: string): DecideContext {
    return {
      now: this.#clock(),
      caller: { kind: 'shell', accountId: 1 },
      ip,
      nextId: (kind) => this.#nextId(kind),
      claimId: (kind, id) => {
        this.#lastIds[kind] = Math.max(this.#lastIds[kind], id);
      },
      randomBytes: (length) => this.#random.bytes(length),
    };
  }

  #nextId(kind: IdKind): number {
    this.#lastIds[kind] += 1;
    return this.#lastIds[kind];
  }

  #log(entry: LogEntry, address: string): void {
    if (this.#clock() < this.#logsFrom) return;
    this.#rows.push({
      ...entry,
      id: this.#rows.length + 1,
      key: entry.licenseId === 0 ? entry.attemptedKey : this.license(entry.licenseId).key,
      address,
      time: this.#clock(),
    });
  }
}

const rawParameters = (given: Given): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));

const refusalOf = (method: Method, given: Given): LogEntry => {
  const entry = refusalEntry(method, rawParameters(given), undefined);
  assert(entry !== null, `${method.name} does not log its refusals`);
  return entry;
};
