import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.js';
import { serverNow } from '../time/serverClock.js';

/** What was chosen and created so far; a reload continues from it. The token's text is a secret and is not among it. */
export interface Started {
  readonly productId?: number;
  readonly keyText?: string;
}

const STORED = 'keyledger.start';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const readStored = (): Started & Partial<Begun> => {
  try {
    const value: unknown = JSON.parse(window.sessionStorage.getItem(STORED) ?? '{}');
    if (!isRecord(value)) return {};
    const { productId, keyText, afterId, at } = value;
    return {
      ...(typeof productId === 'number' && { productId }),
      ...(typeof keyText === 'string' && { keyText }),
      ...(typeof afterId === 'number' && { afterId }),
      ...(typeof at === 'number' && { at }),
    };
  } catch {
    return {};
  }
};

/** A browser that stores nothing forgets it with the page. */
const store = (value: object): void => {
  try {
    window.sessionStorage.setItem(STORED, JSON.stringify({ ...readStored(), ...value }));
  } catch {
    // Nothing is lost but the way back after a reload.
  }
};

export const useStarted = (): readonly [Started, (started: Started) => void] => {
  const [started, setStarted] = useState<Started>(readStored);
  return [
    started,
    (next) => {
      setStarted(next);
      store({ productId: next.productId, keyText: next.keyText });
    },
  ];
};

const newestId = async (): Promise<number> => {
  const result = await call('ai/GetWebAPILog', { EndingBefore: Number.MAX_SAFE_INTEGER, Limit: 1 });
  return 'answer' in result ? (result.answer.logs[0]?.id ?? 0) : 0;
};

/** Where the way was begun, in this tab. */
export interface Begun {
  /** The newest row of the log then. */
  readonly afterId: number;
  /** Unix seconds by the server's clock. */
  readonly at: number;
}

/** An activation from before proves nothing, nor does one that an import brings. undefined: it is on its way. */
export const useBegun = (): Begun | undefined =>
  useQuery({
    queryKey: ['start', 'begun'],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Begun> => {
      const newest = await newestId();
      const { afterId = newest, at = serverNow() } = readStored();
      // Another server at this address may have a shorter log.
      const begun = { afterId: Math.min(afterId, newest), at };
      store(begun);
      return begun;
    },
  }).data;
