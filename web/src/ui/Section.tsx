import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './Section.module.css';

interface SectionProps {
  readonly title: string;
  /** What stands beside the title. */
  readonly aside?: ReactNode;
  /** One line below the title: what the numbers mean. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page under a heading of its own. */
export const Section = ({ title, aside, note, children }: SectionProps) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.section}>
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
