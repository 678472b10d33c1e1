import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProductWithId } from '../../../engine/administration/administration.js';
import { importWithHistory } from '../../../engine/transfer/importHistory.js';
import { callFromShell } from '../../shell/callFromShell.js';
import type { Session } from '../../shell/session.js';
import { progressOf, withProgress } from '../../transfer/importProgress.js';
import { demoHistory, type Landmarks } from './demoHistory.js';

/** The imported history. */
export interface BroughtHistory {
  readonly licenses: number;
  readonly rows: number;
  /** `yyyy-MM-dd` (UTC) of the first and last day. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly landmarks: Landmarks;
  /** May read the log, usage analytics, licences, products and customers, and change nothing. */
  readonly token: string;
}

/** A fixed seed, so that descriptions of the story stay true. */
export const DEMO_SEED = 7;

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');

const dayOf = (unixSeconds: number): string => new Date(unixSeconds * 1000).toISOString().slice(0, 10);

/**
 * Generates sixty days that end now and imports them into an unused account with the ordinary import. The files are
 * written to `directory` and stay there.
 */
export const bringDemoHistory = async (
  { engine, loaders, interrupted }: Session,
  accountId: number,
  directory: string,
): Promise<BroughtHistory> => {
  const { products, licenses, log, landmarks, period } = await demoHistory({
    seed: DEMO_SEED,
    end: Date.now(),
    signal: interrupted,
  });
  const path = join(directory, 'demo-licenses.ndjson');
  const logPath = join(directory, 'demo-log.ndjson');
  await Promise.all([writeFile(path, lines(licenses)), writeFile(logPath, lines(log))]);
  interrupted.throwIfAborted();
  // An import has only the ids of products.
  for (const product of products) await createProductWithId(engine, accountId, { ...product, isPublic: true });
  await withProgress((display) =>
    importWithHistory(engine, loaders, accountId, {
      path,
      logPath,
      signal: interrupted,
      onProgress: (progress) => display.show(progressOf(progress)),
    }),
  );
  const token = await callFromShell(engine, accountId)('auth/CreateToken', {
    Name: 'demo reader',
    Permissions: 'GetWebAPILog,UsageAnalytics,GetKey,GetKeys,GetProducts,GetCustomers',
  });
  return {
    licenses: licenses.length,
    rows: log.length,
    landmarks,
    token: String(token.token),
    firstDay: dayOf(period.from),
    lastDay: dayOf(period.until),
  };
};
