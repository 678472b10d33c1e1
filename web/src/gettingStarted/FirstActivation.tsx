import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleX } from 'lucide-react';
import { methodQuery } from '../api/call.js';
import { STATE_FAMILIES, stateFacts } from '../api/states.js';
import { StateBadge } from '../log/StateBadge.js';
import { MachineLink } from '../machines/MachineLink.js';
import { TimeText } from '../ui/TimeText.js';
import classes from './GettingStarted.module.css';
import { useBegun } from './useStarted.js';

/** How often the log is asked while nothing has come. */
const POLL_MS = 2000;

/** Seconds by which what is known of the server's clock may be ahead of it. */
const CLOCKS_APART = 5;

/** All that an activation can become. */
const ACTIVATIONS = (STATE_FAMILIES.find(({ name }) => name === 'activation request')?.states ?? []).map(
  ({ code }) => code,
);

interface FirstActivationProps {
  readonly productId: number;
  readonly keyText: string;
}

/** A line that waits for an activation of the key from now on, and turns green when it comes. */
export const FirstActivation = ({ productId, keyText }: FirstActivationProps) => {
  const begun = useBegun();
  const { data } = useQuery({
    ...methodQuery('ai/GetWebAPILog', {
      ProductId: productId,
      Key: keyText,
      States: ACTIVATIONS,
      OrderBy: 'Id descending',
      Limit: 1,
      ...(begun !== undefined && { StartingAfter: begun.afterId, Time: { gte: Math.max(0, begun.at - CLOCKS_APART) } }),
    }),
    enabled: begun !== undefined,
    staleTime: 0,
    refetchInterval: ({ state }) => (arrived(state.data?.logs[0]?.state) ? false : POLL_MS),
  });
  const last = data?.logs[0];
  if (last === undefined) {
    return (
      <div className={classes.line} role="status">
        <Loader size={14} aria-hidden className={classes.sign ?? ''} />
        <span className={classes.text}>
          Waiting for the first activation of {keyText} from now on. A wrong token leaves no trace here: the program
          says so.
        </span>
      </div>
    );
  }
  const row = (
    <Link to="/log/$id" params={{ id: String(last.id) }}>
      Open the row
    </Link>
  );
  if (!arrived(last.state)) {
    return (
      <div className={classes.line} role="status" data-state="refused">
        <CircleX size={16} aria-hidden className={classes.sign} />
        <span className={classes.text}>
          An activation was refused <TimeText time={last.time} />: <StateBadge state={last.state} />
        </span>
        {row}
      </div>
    );
  }
  return (
    <div className={classes.line} role="status" data-state="arrived">
      <CircleCheck size={16} aria-hidden className={classes.sign} />
      <span className={classes.text}>
        Activated <TimeText time={last.time} /> on{' '}
        <MachineLink machineCode={last.machineCode} friendlyName={last.friendlyName} />: it works.
      </span>
      {row}
    </div>
  );
};

const arrived = (state: number | undefined): boolean => state !== undefined && stateFacts(state).outcome === 'granted';
