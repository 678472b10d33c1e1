import { Burger } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../api/session.js';
import { useMayCall } from '../api/useMayCall.js';
import { TimeRangeProvider } from '../time/TimeRangeProvider.js';
import { AccountMenu } from './AccountMenu.js';
import { SearchBox } from './SearchBox.js';
import classes from './Shell.module.css';
import { SECTIONS } from './sections.js';
import { TimeRangePicker } from './TimeRangePicker.js';

/** What stands around every page: the rail, search, the time range, who is signed in. */
export const Shell = () => {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const location = useLocation();
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes when the reader has gone somewhere.
  useEffect(close, [location.pathname, close]);

  useEffect(() => {
    if (session?.signedIn === false) void navigate({ to: '/sign-in', search: { next: location.href } });
  }, [session, navigate, location.href]);

  return (
    <TimeRangeProvider>
      <a href="#content" className="kl-skip">
        Skip to the content
      </a>
      <header className={classes.header}>
        <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
        <Link to="/" className={classes.brand}>
          Keyledger
        </Link>
        <SearchBox />
        <TimeRangePicker />
        <AccountMenu />
      </header>
      <nav aria-label="Sections" className={classes.rail} data-open={isOpen || undefined}>
        <Rail />
      </nav>
      <main id="content" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
    </TimeRangeProvider>
  );
};

const Rail = () => {
  const mayCall = useMayCall();
  return (
    <ul className={classes.sections}>
      {SECTIONS.filter(({ needs }) => needs === undefined || mayCall(needs)).map(({ to, label, icon: Icon }) => (
        <li key={to}>
          <Link
            to={to}
            className={classes.section}
            activeOptions={{ exact: to === '/', includeSearch: false }}
            activeProps={{ 'data-active': true, 'aria-current': 'page' }}
          >
            <Icon size={16} aria-hidden />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
};
