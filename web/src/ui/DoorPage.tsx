import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import classes from './DoorPage.module.css';

interface DoorPageProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A page before the dashboard: one narrow column with a form. */
export const DoorPage = ({ title, children }: DoorPageProps) => {
  useEffect(() => {
    document.title = `${title} · Keyledger`;
  }, [title]);
  return (
    <main className={classes.door}>
      <div className={classes.column}>
        <p className={classes.brand}>Keyledger</p>
        <Title order={1}>{title}</Title>
        {children}
      </div>
    </main>
  );
};
