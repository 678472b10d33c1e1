import { z } from 'zod';
import type { ProductId } from '../../domain/entities/ids.js';
import { describeAccount } from '../../engine/administration/administration.js';
import type { Engine } from '../../engine/engine.js';
import { OperatorError } from '../../operatorError.js';
import { callFromShell } from '../shell/callFromShell.js';
import type { DemoClient, DemoTarget } from './demoClient.js';
import { httpClient } from './httpClient.js';
import { sdkClient } from './sdkClient.js';

/** What the demo created and observed. */
export interface DemoStory {
  readonly productId: ProductId;
  readonly key: string;
  /** May activate, deactivate and read keys of the product. */
  readonly token: string;
  readonly publicKeyXml: string;
  /** How the application called the server: `DemoClient.manner`. */
  readonly manner: string;
  /** The application's steps with their outcomes. */
  readonly steps: readonly DemoStep[];
  readonly log: readonly LogRow[];
}

interface DemoStep {
  readonly what: string;
  readonly outcome: string;
}

const keysMade = z.object({ keys: z.array(z.string()).min(2) });

const logRow = z.object({
  id: z.int(),
  time: z.int().meta({ description: 'Unix seconds.' }),
  state: z.int(),
  key: z.string().nullable(),
  machineCode: z.string().nullable(),
});
type LogRow = z.output<typeof logRow>;
const logPage = z.object({ logs: z.array(logRow) });

const FLOATING_SECONDS = 300;
const LOG_ROWS = 20;

const openClient = async (target: DemoTarget): Promise<DemoClient> => (await sdkClient(target)) ?? httpClient(target);

/**
 * Sets up a product and plays a client application against the server at `url`, with the vendor's own SDK if it is
 * installed.
 */
export const playDemo = async (
  engine: Engine,
  accountId: number,
  url: string,
  open: (target: DemoTarget) => DemoClient | Promise<DemoClient> = openClient,
): Promise<DemoStory> => {
  const call = callFromShell(engine, accountId);
  const created = await call('product/CreateProduct', { Name: 'Demo application', IsPublic: true });
  const productId = Number(created.productId);
  const made = await call('key/CreateKey', { ProductId: productId, Period: 365, MaxNoOfMachines: 2, NoOfKeys: 2 });
  const [key = '', floatingKey = ''] = keysMade.parse(made).keys;
  const scope = { Permissions: 'Activate,Deactivate,GetKey', ProductLock: productId };
  const token = String((await call('auth/CreateToken', { Name: 'demo application', ...scope })).token);
  const { publicKeyXml } = await describeAccount(engine, accountId);
  const client = await open({ url, token, publicKeyXml, productId });
  const steps = await playApplication(client, key, floatingKey);
  const { logs } = logPage.parse(await call('ai/GetWebAPILog', { ProductId: productId, Limit: LOG_ROWS }));
  return { productId, key, token, publicKeyXml, manner: client.manner, steps, log: logs };
};

const playApplication = async (client: DemoClient, key: string, floatingKey: string): Promise<readonly DemoStep[]> => {
  const activate = async (keyString: string, machineCode: string, seconds = 0): Promise<string> => {
    const { taken, limit } = await client.activate(keyString, machineCode, seconds);
    return seconds > 0
      ? 'signature verified, floating seat held for 5 minutes'
      : `signature verified, ${taken} of ${limit} seats taken`;
  };
  return [
    await granted('activate on the laptop', () => activate(key, 'laptop')),
    await granted('activate on the desktop', () => activate(key, 'desktop')),
    await refused('activate on a third machine', () => activate(key, 'tablet')),
    await granted('activate on the laptop again', () => activate(key, 'laptop')),
    await granted('activate a floating key', () => activate(floatingKey, 'laptop', FLOATING_SECONDS)),
    await refused('guess a key', () => activate('AAAAA-BBBBB-CCCCC-DDDDD', 'laptop')),
    await granted('deactivate the desktop', async () => {
      await client.deactivate(key, 'desktop');
      return 'its seat is free again';
    }),
  ];
};

/** A step that must succeed: the demo ends with the error otherwise. */
const granted = async (what: string, act: () => Promise<string>): Promise<DemoStep> => ({ what, outcome: await act() });

/** A step that must be refused. */
const refused = async (what: string, act: () => Promise<string>): Promise<DemoStep> => {
  try {
    await act();
  } catch (error) {
    return { what, outcome: `refused: ${error instanceof Error ? error.message : String(error)}` };
  }
  throw new OperatorError('refused', `the demo failed: "${what}" was not refused`);
};
