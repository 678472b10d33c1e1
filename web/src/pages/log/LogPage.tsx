import { Button, Menu, Switch } from '@mantine/core';
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { LogRow } from '../../api/logRows.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { Page } from '../../ui/Page.js';
import { LogFilterBar } from './LogFilterBar.js';
import { LogHistogram } from './LogHistogram.js';
import { LogList } from './LogList.js';
import classes from './LogPage.module.css';
import { asCurl, asForm, logFilters, timeFilter } from './logQuery.js';
import type { Arrived } from './useFollowedBars.js';

/** The log explorer: the period above, its rows below, one of them open beside them. */
export const LogPage = () => {
  const search = useSearch({ from: '/shell/log' });
  const { id } = useParams({ strict: false });
  const navigate = useNavigate();
  const { range, refresh } = useTimeRange();
  const filters = logFilters(search);
  const parameters = { ...filters, Time: timeFilter(range) };
  const isLive = search.live === true && range.preset !== 'custom';
  // Another list is made for other rows, and for who follows them; `range.end` moves when the reader refreshes.
  const listKey = JSON.stringify([parameters, range.end, isLive]);
  const [arrived, setArrived] = useState<Arrived & { readonly of: string }>({ ...NONE, of: listKey });
  const setLive = (live: boolean): void => {
    // Who stops following keeps what has come meanwhile.
    refresh();
    void navigate({ to: '.', search: (now) => ({ ...now, live: live || undefined }), replace: true });
  };
  const note = (rows: readonly LogRow[]): void => {
    const [first, last] = [rows[0]?.time, rows.at(-1)?.time];
    if (first === undefined || last === undefined) return;
    setArrived((before) =>
      before.of === listKey && before.rows > 0
        ? { ...before, rows: before.rows + rows.length, last }
        : { of: listKey, rows: rows.length, first, last },
    );
  };
  return (
    <Page
      title="Log"
      fill
      aside={
        <>
          <Switch
            size="sm"
            label="Live"
            checked={isLive}
            disabled={range.preset === 'custom'}
            title={range.preset === 'custom' ? 'A period that ends now can be followed' : 'Follow rows as they arrive'}
            onChange={(event) => setLive(event.currentTarget.checked)}
          />
          <CopyButton wide text={asCurl('ai/GetWebAPILog', { ...parameters, Limit: 100 })} label="As curl" />
          <DownloadMenu query={asForm(parameters).toString()} />
        </>
      }
    >
      <div className={classes.above} data-open={id !== undefined || undefined}>
        <LogHistogram filters={filters} arrived={arrived.of === listKey ? arrived : NONE} />
        <LogFilterBar search={search} />
      </div>
      <div className={classes.split} data-open={id !== undefined || undefined}>
        <div className={classes.list}>
          <LogList
            key={listKey}
            filters={filters}
            parameters={parameters}
            openId={id}
            isLive={isLive}
            onArrived={note}
          />
        </div>
        <Outlet />
      </div>
    </Page>
  );
};

const NONE: Arrived = { rows: 0, first: 0, last: 0 };

const DownloadMenu = ({ query }: { readonly query: string }) => (
  <Menu position="bottom-end">
    <Menu.Target>
      <Button size="compact-sm" variant="default" leftSection={<Download size={14} aria-hidden />}>
        Download
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Label>All rows of this filter and period</Menu.Label>
      <Menu.Item component="a" href={`/api/ai/DownloadWebAPILog?${query}&Format=csv`} download>
        CSV
      </Menu.Item>
      <Menu.Item component="a" href={`/api/ai/DownloadWebAPILog?${query}&Format=ndjson`} download>
        NDJSON
      </Menu.Item>
    </Menu.Dropdown>
  </Menu>
);
