import cliProgress from 'cli-progress';
import type { HistoryProgress } from '../engine/importHistory.js';
import { note } from './output.js';

/** How often a long import says where it is, where there is no terminal to show it on. */
const NOTE_MS = 1_000;

type Pass = HistoryProgress['pass'] | 'fetch';

/** How far an import is: what is done, of how much where that is known. */
export interface Progress {
  readonly pass: Pass;
  /** Licenses or log rows. */
  readonly count: number;
  readonly done: number;
  /** null: not known. */
  readonly of: number | null;
}

const WORDS: Readonly<Record<Pass, string>> = {
  fetch: 'log rows fetched',
  check: 'licenses checked',
  store: 'licenses stored',
  compare: 'log rows compared',
  history: 'log rows stored',
  seats: 'log rows searched for seats',
};

const MB = 1_000_000;

export const progressOf = (progress: HistoryProgress): Progress => {
  switch (progress.pass) {
    case 'check':
    case 'store':
      return { pass: progress.pass, count: progress.licenses, done: progress.licenses, of: null };
    case 'compare':
    case 'history':
      return { pass: progress.pass, count: progress.rows, done: progress.bytes, of: progress.ofBytes };
    case 'seats':
      return { pass: progress.pass, count: progress.rows, done: progress.rows, of: progress.ofRows };
    default:
      return progress satisfies never;
  }
};

const inMegabytes = ({ pass, done, of }: Progress): string =>
  (pass === 'compare' || pass === 'history') && of !== null
    ? `, ${(done / MB).toFixed(1)} of ${(of / MB).toFixed(1)} MB`
    : '';

const lineOf = (progress: Progress): string => `${progress.count} ${WORDS[progress.pass]}${inMegabytes(progress)}`;

/** Shows on standard error how far a long command is. */
export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  /** Leaves the terminal as it was. */
  readonly end: () => void;
}

/** A line now and then: short imports say nothing. */
const notes = (): ProgressDisplay => {
  let last = Date.now();
  return {
    show: (progress) => {
      if (Date.now() - last < NOTE_MS) return;
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
      // Licenses come one a line of a file whose lines are not counted: there is no end to show a bar for.
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

/** A bar where standard error is a terminal, otherwise a line now and then. */
export const progressDisplay = (): ProgressDisplay => (process.stderr.isTTY ? bars() : notes());
