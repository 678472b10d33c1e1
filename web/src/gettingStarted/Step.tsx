import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './Step.module.css';

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly isDone: boolean;
  /** Steps before it come first. */
  readonly isWaiting: boolean;
  readonly children: ReactNode;
}

/** One step of the way, ticked off when it is done. */
export const Step = ({ number, title, isDone, isWaiting, children }: StepProps) => (
  <li className={classes.step} data-done={isDone || undefined} data-waiting={isWaiting || undefined}>
    <span className={classes.sign} aria-hidden>
      {isDone ? <Check size={14} /> : number}
    </span>
    <div className={classes.content}>
      <h2 className={classes.title}>
        {title}
        {isDone && <span className={classes.done}> done</span>}
      </h2>
      {!isWaiting && children}
    </div>
  </li>
);
