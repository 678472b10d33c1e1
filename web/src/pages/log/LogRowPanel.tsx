import { ActionIcon, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { methodQuery } from '../../api/call.js';
import type { LogRow } from '../../api/logRows.js';
import { isDenial, isFloating, stateFacts } from '../../api/states.js';
import { useMayCall } from '../../api/useMayCall.js';
import { SeatBar } from '../../licenses/SeatBar.js';
import { StateBadge } from '../../log/StateBadge.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { CountryCredit } from '../../ui/CountryCredit.js';
import { Empty } from '../../ui/Empty.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { TimeText } from '../../ui/TimeText.js';
import classes from './LogRowPanel.module.css';
import { asCurl } from './logQuery.js';
import { RowFacts } from './RowFacts.js';
import { type FullRow, type LogRowStory, rowSentence } from './rowSentence.js';
import { useCloseRow } from './useCloseRow.js';

/** One row beside the list: what happened, everything that is known of it, and what came before and after. */
export const LogRowPanel = () => {
  const { id } = useParams({ from: '/shell/log/$id' });
  const closeRow = useCloseRow();
  const number = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0;
  const { data, error, refetch } = useQuery({ ...methodQuery('ai/GetLogRow', { Id: number }), enabled: number > 0 });
  return (
    <aside className={classes.panel} aria-label={`Row ${id}`}>
      <header className={classes.head}>
        <h2 className={classes.title}>Row {id}</h2>
        <CopyButton text={window.location.href} label="Copy the link to this row" />
        <ActionIcon variant="subtle" color="gray" aria-label="Close the row" title="Close (Esc)" onClick={closeRow}>
          <X size={16} aria-hidden />
        </ActionIcon>
      </header>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && number > 0 && <Skeletons rows={12} />}
      {(number === 0 || data?.row === null) && (
        <Empty title="There is no such row">Ids count from 1 without a gap; this one is not among them.</Empty>
      )}
      {data !== undefined && data.row !== null && <Story key={id} row={data.row} story={data} />}
    </aside>
  );
};

/** Who held the seats as a machine was turned away: a few names are enough. */
const useHolders = (row: FullRow): readonly string[] => {
  const mayCall = useMayCall();
  const { data } = useQuery({
    ...methodQuery('ai/GetSeatHolders', { KeyId: row.keyId, Time: row.time, Limit: 1000 }),
    enabled: isDenial(row.state) && row.keyId > 0 && mayCall('ai/GetSeatHolders'),
  });
  const floating = isFloating(row.state);
  return (data?.holders ?? [])
    .filter((holder) => holder.floating === floating)
    .map(({ machineCode, friendlyName }) => (friendlyName === '' ? machineCode : `“${friendlyName}”`));
};

const Story = ({ row, story }: { readonly row: FullRow; readonly story: LogRowStory }) => {
  const holders = useHolders(row);
  const { outcome } = stateFacts(row.state);
  return (
    <>
      <p className={classes.sentence} data-outcome={outcome}>
        {rowSentence(row, holders)}
      </p>
      {story.seats !== null && story.seats.limit > 0 && <SeatBar {...story.seats} note="just after" />}
      <Tabs defaultValue="facts" keepMounted={false} className={classes.tabs}>
        <Tabs.List>
          <Tabs.Tab value="facts">Fields</Tabs.Tab>
          <Tabs.Tab value="around">Around</Tabs.Tab>
          <Tabs.Tab value="json">JSON</Tabs.Tab>
          <Tabs.Tab value="curl">curl</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="facts">
          <RowFacts row={row} />
        </Tabs.Panel>
        <Tabs.Panel value="around">
          <Around row={row} story={story} />
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <Code text={JSON.stringify(row, null, 2)} label="Copy the JSON" />
        </Tabs.Panel>
        <Tabs.Panel value="curl">
          <Code text={asCurl('ai/GetLogRow', { Id: row.id })} label="Copy the curl command" />
        </Tabs.Panel>
      </Tabs>
      {row.country !== '' && (
        <p className={classes.credit}>
          <CountryCredit />
        </p>
      )}
    </>
  );
};

const HOUR = 3600;

const Around = ({ row, story }: { readonly row: FullRow; readonly story: LogRowStory }) => (
  <>
    <ol className={classes.around} aria-label="Rows of the same key or machine">
      {[...story.after].reverse().map((one) => (
        <Neighbour key={one.id} row={one} />
      ))}
      <li className={classes.neighbour} aria-current="true">
        <TimeText time={row.time} exact />
        <StateBadge state={row.state} />
        <span className={classes.dim}>this row</span>
      </li>
      {[...story.before].reverse().map((one) => (
        <Neighbour key={one.id} row={one} />
      ))}
    </ol>
    <Link
      to="/log/$id"
      params={{ id: String(row.id) }}
      search={{ from: row.time - HOUR, to: row.time + HOUR, range: undefined }}
      className={classes.hour}
    >
      All rows within an hour of it
    </Link>
  </>
);

const Neighbour = ({ row }: { readonly row: LogRow }) => (
  <li>
    <Link to="/log/$id" params={{ id: String(row.id) }} search={(search) => search} className={classes.neighbour}>
      <TimeText time={row.time} exact />
      <StateBadge state={row.state} />
      {row.machineCode !== null && (
        <span className={classes.dim}>{row.friendlyName === '' ? row.machineCode : row.friendlyName}</span>
      )}
    </Link>
  </li>
);

const Code = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <div className={classes.code}>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
    <pre tabIndex={0}>{text}</pre>
    <CopyButton text={text} label={label} wide />
  </div>
);
