import type { ReactNode } from 'react';
import classes from './Filters.module.css';

/** One line of filters above a list. */
export const Filters = ({ children }: { readonly children: ReactNode }) => (
  <search className={classes.filters}>{children}</search>
);
