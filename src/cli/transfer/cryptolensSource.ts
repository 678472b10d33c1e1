import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { ProductId } from '../../domain/entities/ids.js';
import { OperatorError } from '../../operatorError.js';
import { dateTime } from '../shell/output.js';

/** Another server with this API, as a source of licences and log rows. */
export interface CryptolensSource {
  /** Throws `SourceRefused` if the token lacks the permission. */
  products(): Promise<readonly SourceProduct[]>;
  /** Page n of a product's licences, from 1; empty beyond the last. */
  licenses(productId: ProductId, page: number): Promise<readonly SourceLicense[]>;
  /** The id of the newest log row; 0: there is none. */
  newestLogId(): Promise<number>;
  /** The next log rows after an id, oldest first, at most `LOG_ROWS`; empty at the end. */
  log(startingAfter: number): Promise<readonly SourceLogRow[]>;
}

/** The other server refused. */
export class SourceRefused extends OperatorError {
  constructor(message: string) {
    super('source', message);
  }
}

export interface SourceOptions {
  readonly baseUrl: URL;
  readonly token: string;
  readonly signal: AbortSignal;
  /**
   * Backoff between attempts in milliseconds, unless the server asks for more; there is one more attempt than pauses.
   */
  readonly pausesMs?: readonly number[];
  /** Default: the clock's. Rejects when the signal is aborted. */
  readonly sleep?: (pauseMs: number, signal: AbortSignal) => Promise<void>;
  /** Called with the end (milliseconds) of a long pause that the server asks for; null: the pause is over. */
  readonly onPause?: (until: number | null) => void;
}

/** Bytes of an answer: a page of licences with a thousand machines each has some ten million. */
const ANSWER_BYTES = 64 * 1024 * 1024;

/** Timeout of an answer in milliseconds. */
const ANSWER_MS = 60_000;

const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000];

/** The longest Retry-After that is honoured, in milliseconds. Beyond it the command fails and is run again later. */
const LONGEST_PAUSE_MS = 60 * 60_000;

/** A pause of this length or more is shown. Milliseconds. */
const LONG_PAUSE_MS = 10_000;

/** The last millisecond that a date can have. */
const LAST_TIME = 8.64e15;

/** Rows asked for at a time: the most that the API gives. */
export const LOG_ROWS = 1_000;

const LICENSES_PER_PAGE = 1_000;
const PRODUCTS = 100_000;
const SENTENCE_CHARS = 200;

const product = z.looseObject({ id: z.int().positive(), name: z.string(), description: z.string().nullish() });
const license = z.looseObject({ key: z.string() });
const logRow = z.looseObject({ id: z.int().nonnegative() });

type SourceProduct = z.infer<typeof product>;
type SourceLicense = z.infer<typeof license>;
type SourceLogRow = z.infer<typeof logRow>;

const answers = {
  'product/GetProducts': z.looseObject({ products: z.array(product).max(PRODUCTS) }),
  'product/GetKeys': z.looseObject({ licenseKeys: z.array(license).max(LICENSES_PER_PAGE) }),
  'ai/GetWebAPILog': z.looseObject({ logs: z.array(logRow).max(LOG_ROWS) }),
} as const;

type Method = keyof typeof answers;

/** An attempt with a temporary failure. */
class Passing extends Error {
  /** The end of the server's cooldown, in milliseconds; null: none given. */
  readonly until: number | null;

  constructor(message: string, until: number | null = null) {
    super(message);
    this.until = until;
  }
}

/**
 * Calls another server by POST, so that the token is not part of the URL. Temporary failures (network, 5xx, 429) are
 * retried a few times. No error contains the token.
 */
export const cryptolensSource = (options: SourceOptions): CryptolensSource => {
  const ask = async <Name extends Method>(method: Name, parameters: Readonly<Record<string, number>>) => {
    const body = await askPatiently(options, method, parameters);
    const parsed = answers[method].safeParse(body);
    if (parsed.success) return parsed.data as z.infer<(typeof answers)[Name]>;
    const sentence = refusalOf(body, options.token);
    if (sentence !== null) throw new SourceRefused(`${options.baseUrl.host} refused ${method}: ${sentence}`);
    throw new SourceRefused(`${options.baseUrl.host} answered ${method} with an unexpected body`);
  };
  return {
    products: async () => (await ask('product/GetProducts', {})).products,
    licenses: async (productId, page) =>
      (await ask('product/GetKeys', { ProductId: productId, Page: page, ModelVersion: 3 })).licenseKeys,
    newestLogId: async () => (await ask('ai/GetWebAPILog', { EndingBefore: 0, Limit: 1 })).logs[0]?.id ?? 0,
    log: async (startingAfter) =>
      (await ask('ai/GetWebAPILog', { StartingAfter: startingAfter, Limit: LOG_ROWS })).logs,
  };
};

const askPatiently = async (
  options: SourceOptions,
  method: Method,
  parameters: Readonly<Record<string, number>>,
): Promise<unknown> => {
  const { pausesMs = PAUSES_MS, sleep = clockSleep, onPause, signal } = options;
  for (let attempt = 0; ; attempt += 1) {
    let passing: Passing;
    try {
      return await askOnce(options, method, parameters);
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      passing = error;
    }
    const { message, until } = passing;
    const pauseMs = pausesMs[attempt];
    const wantedMs = until === null ? 0 : until - Date.now();
    if (pauseMs === undefined || wantedMs > LONGEST_PAUSE_MS) {
      const again =
        until === null
          ? 'running this again'
          : `it asks not to be called before ${dateTime(wholeSecond(until))}, running this again then`;
      throw new OperatorError(
        'source',
        `${options.baseUrl.host} is unavailable: ${message}; ${again} continues where it stopped`,
      );
    }
    const isLong = wantedMs > LONG_PAUSE_MS;
    if (isLong) onPause?.(until);
    await sleep(Math.max(pauseMs, wantedMs), signal).catch((error) => {
      signal.throwIfAborted();
      throw error;
    });
    if (isLong) onPause?.(null);
  }
};

const clockSleep = (pauseMs: number, signal: AbortSignal): Promise<void> => setTimeout(pauseMs, undefined, { signal });

const askOnce = async (
  { baseUrl, token, signal }: SourceOptions,
  method: Method,
  parameters: Readonly<Record<string, number>>,
): Promise<unknown> => {
  const form = new URLSearchParams({ token });
  for (const [name, value] of Object.entries(parameters)) form.append(name, String(value));
  let text: string;
  try {
    const response = await fetch(addressOf(baseUrl, method), {
      method: 'POST',
      body: form,
      // The token goes to the server that was named and to no other.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    if (response.status === 429 || response.status >= 500) {
      // An unread body would keep its connection busy.
      await response.body?.cancel();
      throw new Passing(`it answered with ${response.status}`, retryAfter(response.headers.get('retry-after')));
    }
    text = await boundedText(response);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Passing || error instanceof SourceRefused) throw error;
    throw new Passing(networkReason(error));
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new SourceRefused(
      `${baseUrl.host} answered ${method} with something that is not JSON: is the address correct?`,
    );
  }
};

/** The time in Retry-After, given as seconds or a date; null: none, or in the past. */
const retryAfter = (header: string | null): number | null => {
  if (header === null) return null;
  const now = Date.now();
  const until = /^\d+$/.test(header) ? now + Number(header) * 1_000 : Date.parse(header);
  return until > now ? Math.min(until, LAST_TIME) : null;
};

/** Rounded up, so that a retry at the displayed second is not too early. */
const wholeSecond = (time: number): number => Math.ceil(time / 1_000) * 1_000;

/** The address may be that of the server or of its API. */
const addressOf = (baseUrl: URL, method: Method): string =>
  `${baseUrl.href.replace(/\/+$/, '').replace(/\/api$/i, '')}/api/${method}`;

const boundedText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES) throw new SourceRefused(`an answer is longer than ${ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** The code of the underlying error, such as ECONNREFUSED. */
const networkReason = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  return 'the connection failed';
};

/** The sentence of a refusal, safe to print; null: not a refusal. */
const refusalOf = (body: unknown, token: string): string | null => {
  if (typeof body !== 'object' || body === null || !('message' in body) || typeof body.message !== 'string')
    return null;
  return body.message
    .replaceAll(token, '…')
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, SENTENCE_CHARS);
};
