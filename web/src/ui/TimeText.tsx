import { exactMoment, localTime, relativeTime, utcTime, weekdayMoment } from '../time/timeText.js';
import { useNow } from '../time/useNow.js';

interface TimeTextProps {
  /** Unix seconds. */
  readonly time: number;
  /** Shows the moment instead of how long ago it was. */
  readonly exact?: boolean;
  /** Shows the moment with its day of the week. */
  readonly weekday?: boolean;
}

/** "3 days ago", with the moment in the reader's zone and in UTC on hover. */
export const TimeText = ({ time, exact = false, weekday = false }: TimeTextProps) => {
  const now = useNow();
  return (
    <time dateTime={new Date(time * 1000).toISOString()} title={`${localTime(time)}\n${utcTime(time)}`}>
      {weekday ? weekdayMoment(time) : exact ? exactMoment(time) : relativeTime(time, now)}
    </time>
  );
};
