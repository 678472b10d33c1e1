import { CopyButton } from './CopyButton.js';
import classes from './SecretOnce.module.css';

interface SecretOnceProps {
  /** What it is: "The new token". */
  readonly name: string;
  readonly text: string;
  /** What to do with it, and that it does not come again. */
  readonly children: string;
}

/** A secret that is shown now and never again. */
export const SecretOnce = ({ name, text, children }: SecretOnceProps) => (
  <div className={classes.secret}>
    <output className={classes.text} aria-label={name}>
      {text}
    </output>
    <CopyButton wide text={text} label="Copy" />
    <p className={classes.words}>{children}</p>
  </div>
);
