import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** The Chromium that this machine has: CHROMIUM_PATH, or one of the usual names. */
const findChromium = (): string | undefined => {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  if (CHROMIUM_PATH !== undefined && CHROMIUM_PATH !== '') return CHROMIUM_PATH;
  return ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => PATH.split(delimiter).map((directory) => join(directory, name)))
    .find(existsSync);
};

const executablePath = findChromium();

/** For `test(name, { skip: NO_BROWSER }, …)`: why tests in a browser are left out, or false. */
export const NO_BROWSER =
  executablePath === undefined
    ? 'no Chromium on this machine (CHROMIUM_PATH names one): not tried in a browser'
    : false;

/** Starts the Chromium of this machine, without a window. */
export const startBrowser = async (): Promise<Browser> => {
  if (executablePath === undefined) throw new Error('there is no Chromium on this machine');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
};
