import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './Panel.module.css';

interface PanelProps {
  readonly title: string;
  /** What stands beside the title: a link that tells more. */
  readonly aside?: ReactNode;
  /** One line below the title: what the numbers mean. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page under its own heading. */
export const Panel = ({ title, aside, note, children }: PanelProps) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.panel}>
      <header className={classes.header}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {aside !== undefined && <div className={classes.aside}>{aside}</div>}
      </header>
      {note !== undefined && <p className={classes.note}>{note}</p>}
      {children}
    </section>
  );
};
