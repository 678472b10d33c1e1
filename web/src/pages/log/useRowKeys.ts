import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { LogRow } from './logQuery.js';

interface RowKeysOptions {
  readonly count: number;
  readonly rowAt: (index: number) => LogRow | undefined;
  readonly openId: string | undefined;
  readonly scrollRef: RefObject<HTMLElement | null>;
  readonly virtual: Virtualizer<HTMLElement, Element>;
}

const isDialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null;

/**
 * The list by keyboard: j and k (or the arrows) go from row to row, Enter opens the one that has the focus, Escape closes
 * it. While a row is open, going on opens the next one. Which row it is; -1: none yet.
 */
export const useRowKeys = ({ count, rowAt, openId, scrollRef, virtual }: RowKeysOptions): number => {
  const [at, setAt] = useState(-1);
  const navigate = useNavigate();
  const wantsFocus = useRef(false);
  const go = (step: 1 | -1): void => {
    if (isDialogOpen() || count === 0) return;
    const next = Math.max(0, Math.min(at + step, count - 1));
    wantsFocus.current = true;
    setAt(next);
    virtual.scrollToIndex(next, { align: 'auto' });
    const row = rowAt(next);
    if (openId === undefined || row === undefined) return;
    void navigate({ to: '/log/$id', params: { id: String(row.id) }, search: (search) => search, replace: true });
  };
  const close = (): void => {
    if (isDialogOpen() || openId === undefined) return;
    wantsFocus.current = true;
    void navigate({ to: '/log', search: (search) => search });
  };
  useHotkeys([
    ['j', () => go(1)],
    ['k', () => go(-1)],
    ['ArrowDown', () => go(1)],
    ['ArrowUp', () => go(-1)],
    ['Escape', close],
  ]);
  // A row that the pointer opened is where the keyboard goes on.
  const drawn = virtual.getVirtualItems();
  const opened = drawn.find(({ index }) => String(rowAt(index)?.id) === openId)?.index;
  useEffect(() => {
    if (opened !== undefined) setAt(opened);
  }, [opened]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    const link = scrollRef.current?.querySelector<HTMLElement>(`[data-index="${at}"] a`);
    if (link === null || link === undefined) return;
    wantsFocus.current = false;
    link.focus({ preventScroll: true });
  });
  return at;
};
