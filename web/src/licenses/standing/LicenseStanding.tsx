import { Link } from '@tanstack/react-router';
import { Ban, CircleCheck, Clock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LicenseFacts } from '../../api/license.js';
import { stateFacts } from '../../api/states.js';
import { unixOfIso } from '../../time/isoTime.js';
import { dayText, relativeTime } from '../../time/timeText.js';
import { useNow } from '../../time/useNow.js';
import { countText, numberText } from '../../ui/numberText.js';
import { TimeText } from '../../ui/TimeText.js';
import classes from './LicenseStanding.module.css';
import {
  askedText,
  changeText,
  goesOn,
  isActivation,
  type LicenseRefusals,
  machineText,
  reasonText,
  type StateRefusals,
} from './refusalText.js';

interface LicenseStandingProps {
  readonly license: LicenseFacts;
  /** What was asked of it in the period; undefined: nothing. */
  readonly told: LicenseRefusals | undefined;
}

/** The answer to "activation fails": what is refused, since when and why, in sentences that can be read out. */
export const LicenseStanding = ({ license, told }: LicenseStandingProps) => {
  const now = useNow();
  // What customers call about comes first.
  const refusals = (told?.refusals ?? []).toSorted((a, b) => Number(isActivation(b)) - Number(isActivation(a)));
  const expires = unixOfIso(license.expires);
  const isToldBlocked = refusals.some(({ cause, grantedAgain }) => cause === 'blocked' && grantedAgain === null);
  return (
    <ul className={classes.lines}>
      {license.block && !isToldBlocked && (
        <Line kind="refused">The licence is blocked: every activation is refused until it is unblocked.</Line>
      )}
      {refusals.map((refusal) => (
        <RefusalLine key={refusal.state} refusal={refusal} license={license} />
      ))}
      {expires <= now && (
        <Line kind="warn">
          Expired {relativeTime(expires, now)}, on {dayText(expires)}. The server goes on granting activations: it is
          the application that looks at the date and stops.
        </Line>
      )}
      <Line kind={refusals.length === 0 && expires > now && !license.block ? 'good' : 'quiet'}>{totals(told)}</Line>
    </ul>
  );
};

const totals = (told: LicenseRefusals | undefined): string => {
  if (told === undefined) {
    return 'Nothing was asked of this licence in this period. If it fails all the same, the application sends another key or product, or its requests do not arrive.';
  }
  const { granted, refused } = told;
  if (granted === null) return `More requests than can be counted; ${numberText(refused)} of the newest refused.`;
  const all = countText(granted, 'request');
  return refused === 0
    ? `${all} in this period, and none was refused.`
    : `${all} granted and ${numberText(refused)} refused in this period.`;
};

interface LineProps {
  readonly kind: 'refused' | 'warn' | 'good' | 'quiet';
  readonly children: ReactNode;
}

const SIGNS = {
  refused: <Ban size={14} aria-hidden />,
  warn: <Clock size={14} aria-hidden />,
  good: <CircleCheck size={14} aria-hidden />,
  quiet: <span aria-hidden />,
} as const;

const Line = ({ kind, children }: LineProps) => (
  <li className={classes.line} data-kind={kind}>
    {SIGNS[kind]}
    <span>{children}</span>
  </li>
);

interface RefusalLineProps {
  readonly refusal: StateRefusals;
  readonly license: LicenseFacts;
}

const RefusalLine = ({ refusal, license }: RefusalLineProps) => {
  const { state, count, since, lastId, lastTime, grantedAgain } = refusal;
  const isOngoing = goesOn(refusal, license);
  const filter = { product: license.productId, key: license.key ?? '', states: String(state) };
  return (
    <Line kind={isOngoing ? 'refused' : 'warn'}>
      <strong>
        {askedText(state)} {isOngoing ? 'are refused since ' : 'were refused '}
        {!isOngoing && since !== lastTime && 'from '}
        <TimeText time={since} weekday />
        {!isOngoing && since !== lastTime && (
          <>
            {' to '}
            <TimeText time={lastTime} weekday />
          </>
        )}
        : {reasonText(refusal, license)}.
      </strong>
      {changeText(refusal, license)}
      {grantedAgain !== null && (
        <>
          {' Granted again since '}
          <TimeText time={grantedAgain} weekday />.
        </>
      )}{' '}
      <Link to="/log" search={filter} title={`${state}: ${stateFacts(state).words}`}>
        {countText(count, 'refusal')} in this period
      </Link>
      ; the last{' '}
      <Link to="/log/$id" params={{ id: String(lastId) }} search={filter}>
        <TimeText time={lastTime} />
      </Link>
      {machineText(refusal)}.
    </Line>
  );
};
