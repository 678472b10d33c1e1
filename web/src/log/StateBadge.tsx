import { Ban } from 'lucide-react';
import { stateFacts } from '../api/states.js';
import classes from './StateBadge.module.css';

/** "new machine · 2012": quiet when granted, red with a sign when refused. The specification's words are on hover. */
export const StateBadge = ({ state }: { readonly state: number }) => {
  const { short, words, outcome } = stateFacts(state);
  return (
    <span className={classes.badge} data-outcome={outcome} title={`${state}: ${words}`}>
      {outcome === 'refused' && <Ban size={12} aria-label="refused" className={classes.sign} />}
      <span className={classes.words}>{short}</span>
      <span className={classes.code}>· {state}</span>
    </span>
  );
};
