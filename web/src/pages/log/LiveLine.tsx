import { Button } from '@mantine/core';
import type { RefObject } from 'react';
import { countText } from '../../ui/numberText.js';
import classes from './LiveLine.module.css';
import type { TailState } from './useTail.js';

interface LiveLineProps {
  readonly state: TailState;
  /** Rows that wait to be shown. */
  readonly waiting: number;
  readonly show: () => void;
  readonly ref: RefObject<HTMLDivElement | null>;
  /** The pointer or the focus has left the line. */
  readonly onLeave: () => void;
  /** Shows newer rows than those that the list begins with; undefined: it begins with the newest. */
  readonly showNewer: (() => void) | undefined;
}

/** What stands above the list: whether rows are followed, and those that the list has not. It keeps its height. */
export const LiveLine = ({ state, waiting, show, ref, onLeave, showNewer }: LiveLineProps) => (
  // biome-ignore lint/a11y/noStaticElementInteractions: it takes no input, it only says that the pointer or the focus has left.
  <div ref={ref} className={classes.line} onPointerLeave={onLeave} onBlur={onLeave}>
    {state === 'live' && <span className={classes.live}>Following</span>}
    {state === 'broken' && <span className={classes.broken}>Connection lost, trying again</span>}
    <output className={classes.announcement}>{waiting > 0 ? `${countText(waiting, 'new row')} in the log` : ''}</output>
    {waiting > 0 && (
      <Button size="compact-xs" variant="light" title="Show them (n)" aria-keyshortcuts="n" onClick={show}>
        {countText(waiting, 'new row')}
      </Button>
    )}
    {showNewer !== undefined && (
      <Button size="compact-xs" variant="default" onClick={showNewer}>
        Newer rows
      </Button>
    )}
  </div>
);
