import { Button } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { problemOf } from '../problem.js';
import classes from './ProblemNote.module.css';

interface ProblemNoteProps {
  readonly error: unknown;
  /** Tries again. */
  readonly retry?: () => void;
}

const WHAT_TO_DO = {
  refused: '',
  signedOut: '',
  throttled: '',
  unreachable: '',
  failed: ' If it stays so, the server’s own log says more.',
} as const;

/** Why something could not be shown or done, and what to do. */
export const ProblemNote = ({ error, retry }: ProblemNoteProps) => {
  const { kind, message } = problemOf(error);
  return (
    <div role="alert" className={classes.note}>
      <TriangleAlert size={16} aria-hidden className={classes.icon} />
      <span className={classes.text}>
        {message}
        {WHAT_TO_DO[kind]}
      </span>
      {retry !== undefined && (
        <Button size="compact-sm" variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
};
