import cliProgress from 'cli-progress';
import type { ExportProgress } from '../../engine/transfer/exportDirectory.js';
import type { DirectoryProgress } from '../../engine/transfer/importDirectory.js';
import type { HistoryProgress } from '../../engine/transfer/importHistory.js';
import { dateTime, note } from '../shell/output.js';

/** How often a long import prints its progress without a terminal. */
const NOTE_MS = 1_000;

type Moving = HistoryProgress | ExportProgress | DirectoryProgress;

type Pass = Moving['pass'] | 'fetch';

/** The progress of an import or export, with the total if it is known. */
export interface Progress {
  readonly pass: Pass;
  /** Licences, rows or files. */
  readonly count: number;
  readonly done: number;
  /** null: not known. */
  readonly of: number | null;
  /** Paused until this time (milliseconds), because the other server asked for it. */
  readonly pausedUntil?: number | null;
}

const WORDS: Readonly<Record<Pass, string>> = {
  fetch: 'log rows fetched',
  check: 'licenses checked',
  store: 'licenses stored',
  compare: 'log rows compared',
  history: 'log rows stored',
  seats: 'log rows searched for seats',
  export: 'rows written',
  verify: 'files as they were written',
  load: 'rows stored',
};

/** Of what is done, bytes are counted. */
const IN_BYTES: readonly Pass[] = ['compare', 'history', 'verify', 'load'];

const MB = 1_000_000;

export const progressOf = (progress: Moving): Progress => {
  switch (progress.pass) {
    case 'check':
    case 'store':
      return { pass: progress.pass, count: progress.licenses, done: progress.licenses, of: null };
    case 'compare':
    case 'history':
      return { pass: progress.pass, count: progress.rows, done: progress.bytes, of: progress.ofBytes };
    case 'seats':
      return { pass: progress.pass, count: progress.rows, done: progress.rows, of: progress.ofRows };
    case 'export': {
      // The planner's estimate is close enough.
      const { rows, ofRows } = progress;
      return { pass: 'export', count: rows, done: ofRows === null ? rows : Math.min(rows, ofRows), of: ofRows };
    }
    case 'verify':
      return { pass: 'verify', count: progress.files, done: progress.bytes, of: progress.ofBytes };
    case 'load':
      return { pass: 'load', count: progress.rows, done: progress.bytes, of: progress.ofBytes };
    default:
      return progress satisfies never;
  }
};

const inMegabytes = ({ pass, done, of }: Progress): string =>
  IN_BYTES.includes(pass) && of !== null ? `, ${(done / MB).toFixed(1)} of ${(of / MB).toFixed(1)} MB` : '';

const pauseIn = ({ pausedUntil = null }: Progress): string =>
  pausedUntil === null ? '' : `, waiting until ${dateTime(pausedUntil)} as the server asks`;

const lineOf = (progress: Progress): string =>
  `${progress.count} ${WORDS[progress.pass]}${inMegabytes(progress)}${pauseIn(progress)}`;

/** Shows the progress of a long command on standard error. */
interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  /** Restores the terminal. */
  readonly end: () => void;
}

/** A line at intervals: short imports print nothing. A pause is printed at once, because no output follows it soon. */
const notes = (): ProgressDisplay => {
  let last = Date.now();
  return {
    show: (progress) => {
      const isPause = (progress.pausedUntil ?? null) !== null;
      if (!isPause && Date.now() - last < NOTE_MS) return;
      last = Date.now();
      note(lineOf(progress));
    },
    end: () => {},
  };
};

const bars = (): ProgressDisplay => {
  let bar: cliProgress.SingleBar | undefined;
  let pass: Pass | undefined;
  const end = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    show: (progress) => {
      // The number of licences is unknown, because the file's lines are not counted: no bar.
      const { of, done } = progress;
      const format = of === null ? '{line}' : '{bar} {percentage}% | {line}';
      if (bar === undefined || pass !== progress.pass) {
        end();
        pass = progress.pass;
        bar = new cliProgress.SingleBar({ format, stream: process.stderr, hideCursor: true, fps: 4 });
        bar.start(of ?? 1, 0, { line: '' });
      }
      bar.update(of === null ? 0 : done, { line: lineOf(progress) });
    },
    end,
  };
};

/** Does work and shows its progress: a bar if standard error is a terminal, otherwise a line at intervals. */
export const withProgress = async <Result>(work: (display: ProgressDisplay) => Promise<Result>): Promise<Result> => {
  const display = process.stderr.isTTY ? bars() : notes();
  try {
    return await work(display);
  } finally {
    display.end();
  }
};
