import { setImmediate } from 'node:timers/promises';
import type { LicenseId, ProductId } from '../../../domain/entities/ids.js';
import { unsignedLicense } from '../../../domain/licensing/license/legacy.js';
import type { LicenseView } from '../../../domain/licensing/license/view.js';
import { shownLogRow } from '../../../domain/log/webApiLog.js';
import { CreateKey } from '../../../methods/key/CreateKey.js';
import { playBuildFarm } from './buildFarm.js';
import { CompanyRegister, VENDOR } from './companies.js';
import { planCompany, playCompany, playNotableCompanies } from './customers.js';
import { playKeyGuessing } from './keyGuessing.js';
import { DAY_MS, PRODUCTS, type Product, Stage } from './stage.js';
import { playTrials } from './trials.js';

/** Where to look: the notable parts of the story. */
export interface Landmarks {
  /** A licence whose customer has more machines than seats. */
  readonly deskKey: NamedKey;
  /** A floating licence of the same customer, who needs more seats than it has. */
  readonly fullKey: NamedKey;
  /** A floating licence that exceeds its limit within its overdraft. */
  readonly overdraftKey: NamedKey;
  /** Excluded from usage analytics: the vendor's own builds. */
  readonly testKey: NamedKey;
  /** Unix seconds. */
  readonly guessing: { readonly from: number; readonly until: number; readonly addresses: readonly string[] };
  /** Unix seconds: an hour in which the server did not answer. */
  readonly outage: { readonly from: number; readonly until: number };
}

export interface NamedKey {
  readonly productId: ProductId;
  readonly key: string;
  readonly company: string;
}

/** Sixty days of a vendor's licences, as another server with this API would export them. */
export interface DemoHistory {
  readonly products: readonly Product[];
  /** Licences with machines, data objects and customers as GetKeys shows them at the end, one as JSON on each line. */
  readonly licenses: readonly string[];
  /** Rows as GetWebAPILog shows them, in order of id and time, one as JSON on each line. */
  readonly log: readonly string[];
  readonly landmarks: Landmarks;
  /** Unix seconds. */
  readonly period: { readonly from: number; readonly until: number };
}

const COMPANIES = 54;

export interface DemoHistoryOptions {
  readonly seed: number;
  /** Milliseconds; the log goes back 60 days from here. */
  readonly end: number;
  /** Checked between days; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Plays the story: some seconds of work, in slices that do not block the event loop. The same seed and end give the
 * same lines.
 */
export const demoHistory = async ({ signal, ...options }: DemoHistoryOptions): Promise<DemoHistory> => {
  const stage = new Stage(options);
  const companies = new CompanyRegister(stage);
  const testKey = makeTestKey(stage);
  const notableKeys = playNotableCompanies(stage, companies);
  for (let count = 0; count < COMPANIES; count += 1) {
    const plan = planCompany(stage);
    companies.add({}, (company) => playCompany(stage, company, plan));
  }
  playTrials(stage, companies);
  const guessing = playKeyGuessing(stage);
  for (let day = stage.start; day < stage.end; day += DAY_MS) {
    await setImmediate();
    signal?.throwIfAborted();
    stage.agenda.runUntil(day);
  }
  stage.agenda.runUntil(stage.end);
  const { desk, full, overdraft } = notableKeys();
  const views = stage.server.views();
  const named = ({
    licenseId,
    productId,
    key,
  }: {
    licenseId: LicenseId;
    productId: ProductId;
    key: string;
  }): NamedKey => ({
    productId,
    key,
    company: views.find(({ license }) => license.licenseId === licenseId)?.customer?.companyName ?? '',
  });
  return {
    products: Object.values(PRODUCTS),
    licenses: views.map(licenseLine),
    log: stage.server.rows.map((row) => JSON.stringify(shownLogRow(row))),
    period: inSeconds({ from: stage.start, until: stage.end }),
    landmarks: {
      deskKey: named(desk),
      fullKey: named(full),
      overdraftKey: named(overdraft),
      testKey: named(testKey()),
      guessing: { ...inSeconds(guessing), addresses: guessing.addresses },
      outage: inSeconds(stage.outage),
    },
  };
};

const inSeconds = ({ from, until }: { readonly from: number; readonly until: number }) => ({
  from: Math.floor(from / 1000),
  until: Math.ceil(until / 1000),
});

/** Older than the log, like the builds that use it. */
const makeTestKey = (stage: Stage) => {
  let made: LicenseView['license'] | undefined;
  stage.atDesk(stage.start - 90 * DAY_MS, () => {
    const { writes } = stage.server.call(CreateKey, VENDOR.address, {
      ProductId: PRODUCTS.draft.productId,
      Period: 3650,
      MaxNoOfMachines: 50,
      ExcludeFromAnalytics: true,
      Notes: 'Test key of the build farm.',
    });
    for (const { kind, row } of writes) if (kind === 'license') made = row;
    if (made !== undefined) playBuildFarm(stage, made);
  });
  return () => {
    if (made === undefined) throw new Error('the story has lost its test key');
    return made;
  };
};

const licenseLine = (view: LicenseView): string =>
  JSON.stringify({
    ...unsignedLicense(view, { mask: 0, modelVersion: 3, callingMachine: null }),
    // A field that GetKeys leaves out and an import reads.
    excludedFromAnalytics: view.license.excludedFromAnalytics,
  });
