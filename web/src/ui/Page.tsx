import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import classes from './Page.module.css';

interface PageProps {
  readonly title: string;
  /** What stands beside the title: actions, the time range. */
  readonly aside?: ReactNode;
  /** Fills the height of the window instead of growing; its content scrolls by itself. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** A page of the shell: its heading, which names the browser's tab too, and its content. */
export const Page = ({ title, aside, fill = false, children }: PageProps) => {
  useEffect(() => {
    document.title = `${title} · Keyledger`;
  }, [title]);
  return (
    <div className={classes.page} data-fill={fill || undefined}>
      <header className={classes.header}>
        <Title order={1} className={classes.title}>
          {title}
        </Title>
        {aside !== undefined && <div className={classes.aside}>{aside}</div>}
      </header>
      {children}
    </div>
  );
};
