import { parseImportedLicense } from '../../domain/transfer/importedLicense.js';
import { decideImport, type Imported, importNeeds, type SeatRows } from '../../domain/transfer/importing.js';
import { LIMITS } from '../../limits.js';
import { OperatorError } from '../../operatorError.js';
import type { Engine } from '../engine.js';
import { checkAgainstStored, type ImportLine, type LineProblem, SeenInFile } from './importCheck.js';
import { textLines, UnreadableFile } from './textLines.js';

/** The counts of an import. */
export interface ImportSummary {
  /** Licenses in the file. */
  readonly licenses: number;
  readonly imported: number;
  /** Licenses that existed before and are not changed. */
  readonly known: number;
  /** Seats of the imported licenses. */
  readonly machines: number;
  /** Leases that had lapsed or whose end is not in the file. */
  readonly leasesLeftOut: number;
}

export interface ImportProgress {
  readonly pass: 'check' | 'store';
  readonly licenses: number;
}

export interface ImportOptions {
  /** A file of lines, each a license as JSON. It is read twice. */
  readonly path: string;
  /** Default: now. */
  readonly seatRows?: SeatRows;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Checked between chunks; its reason is thrown. */
  readonly signal: AbortSignal;
}

/** Lines compared, or queued for commit, at a time: several batches, so that the next one is ready when one is committed. */
const CHUNK = 4 * LIMITS.batchCommands;

/** At most this many bad lines are listed; beyond it the file as a whole is likely wrong. */
const MOST_PROBLEMS = 20;

/**
 * Imports the licenses of a file. The first pass checks every line and stores nothing; only when all are valid does the
 * second pass store them, in many transactions. An interrupted import is completed by importing the same file again,
 * since existing licenses are skipped.
 *
 * Throws `OperatorError` when a line is bad: the message lists the bad lines with their reasons.
 */
export const importLicenses = async (
  engine: Engine,
  accountId: number,
  { path, onProgress, signal, seatRows = 'now' }: ImportOptions,
): Promise<ImportSummary> => {
  const known = await checkFile(engine, accountId, { path, onProgress, signal });
  const total = { licenses: 0, imported: 0, known: known.size, machines: 0, leasesLeftOut: 0 };
  for await (const chunk of chunksOf(path)) {
    signal.throwIfAborted();
    total.licenses += chunk.length;
    const wanted = chunk.map(goodLine).filter(({ imported }) => !known.has(imported.license.licenseId));
    for (const done of await Promise.all(wanted.map((line) => store(engine, accountId, line, seatRows)))) {
      if (done.stored) total.imported += 1;
      // Another import stored it first.
      else total.known += 1;
      total.machines += done.machines;
      total.leasesLeftOut += done.leasesLeftOut;
    }
    onProgress({ pass: 'store', licenses: total.licenses });
  }
  return total;
};

type ReadLine = ImportLine | LineProblem;

/** The file's licenses in chunks. Throws `OperatorError` when it cannot be read. */
async function* chunksOf(path: string): AsyncGenerator<readonly ReadLine[]> {
  let chunk: ReadLine[] = [];
  try {
    for await (const { number, text } of textLines(path)) {
      const parsed = parseImportedLicense(text, LIMITS);
      chunk.push(parsed.readable ? { number, imported: parsed.imported } : { number, reason: parsed.reason });
      if (chunk.length === CHUNK) {
        yield chunk;
        chunk = [];
      }
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw new OperatorError('file', error.message, { cause: error });
    throw error;
  }
  if (chunk.length > 0) yield chunk;
}

/** The first pass. Returns the GlobalIds of licenses that already exist. */
const checkFile = async (
  engine: Engine,
  accountId: number,
  { path, onProgress, signal }: ImportOptions,
): Promise<ReadonlySet<number>> => {
  const known = new Set<number>();
  const seen = new SeenInFile();
  const problems: LineProblem[] = [];
  let licenses = 0;
  for await (const chunk of chunksOf(path)) {
    signal.throwIfAborted();
    const good: ImportLine[] = [];
    for (const line of chunk) {
      const reason = 'reason' in line ? line.reason : seen.add(line.imported);
      if (reason !== null) problems.push({ number: line.number, reason });
      else if ('imported' in line) good.push(line);
    }
    const checked = await checkAgainstStored(engine.access(accountId), good);
    problems.push(...checked.problems);
    for (const licenseId of checked.known) known.add(licenseId);
    if (problems.length >= MOST_PROBLEMS) break;
    licenses += chunk.length;
    onProgress({ pass: 'check', licenses });
  }
  if (problems.length > 0) throw new OperatorError('file', problemText(problems));
  return known;
};

const problemText = (problems: readonly LineProblem[]): string => {
  const named = problems.toSorted((a, b) => a.number - b.number).slice(0, MOST_PROBLEMS);
  const lines = named.map(({ number, reason }) => `line ${number}: ${reason}`);
  if (problems.length >= MOST_PROBLEMS) lines.push('and perhaps more');
  return `nothing was imported\n${lines.join('\n')}`;
};

/** In the second pass a bad line means that the file is not the one that was checked. */
const goodLine = (line: ReadLine): ImportLine => {
  if ('imported' in line) return line;
  throw new OperatorError('file', `the file changed while it was read; line ${line.number}: ${line.reason}`);
};

const store = async (
  engine: Engine,
  accountId: number,
  { number, imported }: ImportLine,
  seatRows: SeatRows,
): Promise<Imported> => {
  const { outcome } = await engine.submit(accountId, {
    method: 0,
    caller: { kind: 'shell', accountId },
    ip: '',
    needs: importNeeds(imported),
    decide: (state, context) => decideImport(state, imported, seatRows, context),
  });
  if (!outcome.granted) {
    // The conflict arose after the first pass. Stored licenses stay; importing again completes the import.
    throw new OperatorError('refused', `the import stopped at line ${number}: ${outcome.sentence}`);
  }
  return outcome.result as Imported;
};
