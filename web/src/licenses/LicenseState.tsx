import { Ban, CircleCheck, Clock } from 'lucide-react';
import type { LicenseFacts } from '../api/license.js';
import { unixOfIso } from '../time/isoTime.js';
import { localTime, relativeTime, utcTime } from '../time/timeText.js';
import { useNow } from '../time/useNow.js';
import classes from './LicenseState.module.css';

/** Beyond this a date is how "never" is written. */
const NEVER_SECONDS = 50 * 365 * 86_400;

/** How a license stands, in a word: active, expired 3 days ago, blocked. */
export const LicenseState = ({ license }: { readonly license: Pick<LicenseFacts, 'block' | 'expires'> }) => {
  const now = useNow();
  const expires = unixOfIso(license.expires);
  const title = `Expires ${localTime(expires)}\n${utcTime(expires)}`;
  if (license.block) {
    return (
      <span className={classes.state} data-kind="blocked" title={title}>
        <Ban size={13} aria-hidden />
        blocked
      </span>
    );
  }
  if (expires <= now) {
    return (
      <span className={classes.state} data-kind="expired" title={title}>
        <Clock size={13} aria-hidden />
        expired {relativeTime(expires, now)}
      </span>
    );
  }
  return (
    <span className={classes.state} data-kind="active" title={title}>
      <CircleCheck size={13} aria-hidden />
      active
      {expires - now < NEVER_SECONDS && <span className={classes.aside}>expires {relativeTime(expires, now)}</span>}
    </span>
  );
};
