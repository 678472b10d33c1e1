import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { LogRow } from '../../api/logRows.js';
import { useCloseRow } from './useCloseRow.js';

interface RowKeysOptions {
  readonly count: number;
  /** Rows that came on top: the one that the keyboard is at has moved by as many. */
  readonly added: number;
  readonly rowAt: (index: number) => LogRow | undefined;
  readonly openId: string | undefined;
  readonly scrollRef: RefObject<HTMLElement | null>;
  readonly virtual: Virtualizer<HTMLElement, Element>;
}

const isDialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null;

/**
 * The list by keyboard: j and k (or the arrows) go from row to row, Enter opens the one that has the focus, Escape closes
 * it. While a row is open, moving opens the next one; beyond the last row is the button that continues the list, where
 * there is one. Returns the index of the row that the keyboard is at; -1: none yet.
 */
export const useRowKeys = ({ count, added, rowAt, openId, scrollRef, virtual }: RowKeysOptions): number => {
  // Its place as it was before rows came on top.
  const [place, setPlace] = useState<number>();
  const at = place === undefined ? -1 : place + added;
  const setAt = (index: number): void => setPlace(index - added);
  const navigate = useNavigate();
  const closeRow = useCloseRow();
  const wantsFocus = useRef(false);
  const go = (step: 1 | -1): void => {
    if (isDialogOpen() || count === 0) return;
    const goOn = scrollRef.current?.querySelector<HTMLElement>('[data-after-last]');
    if (step === 1 && at === count - 1 && goOn instanceof HTMLElement) {
      goOn.focus();
      return;
    }
    const next = Math.max(0, Math.min(at + step, count - 1));
    wantsFocus.current = true;
    setAt(next);
    virtual.scrollToIndex(next, { align: 'auto' });
    const row = rowAt(next);
    if (openId === undefined || row === undefined) return;
    const params = { id: String(row.id) };
    void navigate({ to: '/log/$id', params, search: (search) => search, state: (state) => state, replace: true });
  };
  const close = (): void => {
    if (isDialogOpen() || openId === undefined) return;
    wantsFocus.current = true;
    closeRow();
  };
  useHotkeys([
    ['j', () => go(1)],
    ['k', () => go(-1)],
    ['ArrowDown', () => go(1)],
    ['ArrowUp', () => go(-1)],
    ['Escape', close],
  ]);
  // The keyboard continues from a row that the pointer opened.
  const drawn = virtual.getVirtualItems();
  const opened = drawn.find(({ index }) => String(rowAt(index)?.id) === openId)?.index;
  useEffect(() => {
    if (opened !== undefined) setPlace(opened - added);
  }, [opened, added]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    const link = scrollRef.current?.querySelector<HTMLElement>(`[data-index="${at}"] a`);
    if (link === null || link === undefined) return;
    wantsFocus.current = false;
    link.focus({ preventScroll: true });
  });
  return at;
};
