import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Empty.module.css';

interface EmptyProps {
  readonly title: string;
  /** What would fill it, and what to do. */
  readonly children?: ReactNode;
}

/** What stands where there is nothing to show. */
export const Empty = ({ title, children }: EmptyProps) => (
  <div className={classes.empty}>
    <Text fw={600}>{title}</Text>
    {children !== undefined && (
      <Text component="div" c="dimmed" size="sm">
        {children}
      </Text>
    )}
  </div>
);
