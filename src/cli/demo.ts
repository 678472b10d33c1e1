import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readConfig, readLogLevel } from '../config.js';
import { removeData } from '../db/removeData.js';
import { stateFacts } from '../domain/log/stateLists.js';
import { createLink, secretIn, setPasswordByLink } from '../engine/administration/people.js';
import { FIRST_ACCOUNT } from '../engine/identity/accounts.js';
import { LIMITS } from '../limits.js';
import { startServer } from '../main.js';
import { createLog } from '../telemetry/log.js';
import { type DemoStory, playDemo } from './demo/demoStory.js';
import { type BroughtHistory, bringDemoHistory } from './demo/history/bringDemoHistory.js';
import type { NamedKey } from './demo/history/demoHistory.js';
import {
  describeHistory,
  type FullCustomerUsage,
  historyCalls,
  seatUsageAnswer,
} from './demo/history/describeHistory.js';
import { callFromShell } from './shell/callFromShell.js';
import { answer, note, table } from './shell/output.js';
import { type Session, withDatabase } from './shell/session.js';
import { settle } from './shell/settle.js';
import { aborted, withStopSignal } from './shell/stopSignal.js';

interface DemoOptions {
  readonly port?: string;
  readonly history: boolean;
  readonly once?: true;
  readonly json?: true;
}

const HOST = '127.0.0.1';
const USUAL_PORT = 8080;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, HOST, () => probe.close(() => resolve(true)));
  });

/** A temporary directory, removed after the work. */
const withScratchDirectory = async (work: (directory: string) => Promise<void>): Promise<void> => {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-demo-'));
  try {
    await work(directory);
  } finally {
    await removeData(directory);
  }
};

const describe = ({ manner, steps, log }: DemoStory): string =>
  [
    `What an application did, ${manner}:`,
    '',
    ...steps.map(({ what, outcome }) => `  ${what.padEnd(30)}${outcome}`),
    '',
    'What the log shows of it (GetWebAPILog):',
    '',
    table(
      ['Id', 'Time', 'State', 'Meaning', 'Machine', 'Key'],
      log.map(({ id, time, state, machineCode, key }) => [
        String(id),
        new Date(time * 1000).toISOString().slice(11, 19),
        String(state),
        stateFacts(state)?.words ?? '',
        machineCode ?? '',
        key ?? '',
      ]),
    ),
  ].join('\n');

/** The owner who is signed in to the dashboard. */
interface DemoOwner {
  /** A one-time link that opens the dashboard signed in. */
  readonly link: string;
  /** The password for later sign-ins. */
  readonly email: string;
  readonly password: string;
}

const makeOwner = async ({ engine }: Session, url: string): Promise<DemoOwner> => {
  const email = 'demo@example.com';
  const password = randomBytes(9).toString('base64url');
  const user = { Email: email, Name: 'Demo', Role: 'owner' };
  const { userId, link } = await callFromShell(engine, FIRST_ACCOUNT)('user/CreateUser', user);
  await setPasswordByLink(engine, secretIn(String(link)), { password, name: undefined, email: undefined }, '');
  const opening = { lifetime: LIMITS.firstLinkMilliseconds, signsIn: true };
  const path = await createLink(engine, FIRST_ACCOUNT, Number(userId), opening);
  return { link: `${url}${path}`, email, password };
};

/** Commands to paste: the activation of another machine, and calls that show the history. */
const invitation = (url: string, { token, productId, key, history, owner }: Demo): string =>
  [
    `Keyledger runs at ${url} until Ctrl-C, which removes all its data. Try it from another terminal:`,
    [
      `  curl ${url}/api/key/Activate \\`,
      `    -d token=${token} \\`,
      `    -d ProductId=${productId} -d Key=${key} -d MachineCode=my-machine -d SignMethod=1`,
    ].join('\n'),
    ...(history === undefined ? [] : historyCalls(url, history, history.usage)),
    [
      'The dashboard, signed in (once; later with',
      `${owner.email} and the password ${owner.password} at ${url}):\n\n  ${owner.link}`,
    ].join(' '),
  ].join('\n\n');

interface ShownHistory extends BroughtHistory {
  readonly usage: FullCustomerUsage;
}

/** All that the demo created. */
interface Demo extends DemoStory {
  readonly owner: DemoOwner;
  readonly history: ShownHistory | undefined;
}

/** Imports the history first, because an import must come before other log rows, then plays an application. */
const makeDemo = async (session: Session, url: string, dataDir: string, withHistory: boolean): Promise<Demo> => {
  const { engine } = session;
  if (!withHistory) {
    return {
      ...(await playDemo(engine, FIRST_ACCOUNT, url)),
      owner: await makeOwner(session, url),
      history: undefined,
    };
  }
  note('Generating sixty days of history and importing them …');
  const history = await bringDemoHistory(session, FIRST_ACCOUNT, dataDir);
  const story = await playDemo(engine, FIRST_ACCOUNT, url);
  await settle(session, FIRST_ACCOUNT);
  const { landmarks, firstDay, lastDay } = history;
  const usageOf = async ({ productId, key }: NamedKey) => {
    const address = { ProductId: productId, Key: key, Start: firstDay, End: lastDay };
    return seatUsageAnswer.parse(await callFromShell(engine, FIRST_ACCOUNT)('ai/GetSeatUsage', address)).total;
  };
  const usage = { desk: await usageOf(landmarks.deskKey), floating: await usageOf(landmarks.fullKey) };
  return { ...story, owner: await makeOwner(session, url), history: { ...history, usage } };
};

const describeDemo = (demo: Demo): string =>
  [describe(demo), ...(demo.history === undefined ? [] : [describeHistory(demo.history, demo.history.usage)])].join(
    '\n\n',
  );

const runDemo = async (options: DemoOptions, dataDir: string, stopping: AbortSignal): Promise<void> => {
  const port = options.port ?? ((await isFree(USUAL_PORT)) ? String(USUAL_PORT) : '0');
  // Ignores the environment, so that the demo cannot write to real data.
  const config = readConfig({ host: HOST, port, data: dataDir }, {});
  const server = await startServer(config, createLog(readLogLevel('warn')));
  try {
    stopping.throwIfAborted();
    const demo = await withDatabase(config, (session) => makeDemo(session, server.url, dataDir, options.history));
    answer(options, { url: server.url, ...demo }, describeDemo(demo));
    if (options.once === true) return;
    note(`\n${invitation(server.url, demo)}`);
    await aborted(stopping);
  } finally {
    await server.stop();
  }
};

export const addDemo = (program: Command): void => {
  program
    .command('demo')
    .description(
      'start a server on data of its own, with sixty days of history, activate a key with the official SDK and show the log',
    )
    .option('--port <port>', 'the port to listen on (default 8080, or any that is free)')
    .option('--no-history', 'start with an empty log')
    .option('--once', 'end after showing')
    .option('--json', 'answer with one JSON object on standard output')
    .action((options: DemoOptions) =>
      withStopSignal((stopping) => withScratchDirectory((dataDir) => runDemo(options, dataDir, stopping))),
    );
};
