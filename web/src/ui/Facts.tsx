import type { ReactNode } from 'react';
import classes from './Facts.module.css';

/** What is known of something, name beside value; two or more columns where there is room. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className={classes.facts}>{children}</dl>;

interface FactProps {
  readonly name: string;
  /** Takes the whole width. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export const Fact = ({ name, wide = false, children }: FactProps) => (
  <div className={classes.fact} data-wide={wide || undefined}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
