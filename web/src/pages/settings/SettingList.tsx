import type { ReactNode } from 'react';
import classes from './SettingList.module.css';

/** Names and what they are, one pair a line. */
export const SettingList = ({ settings }: { readonly settings: readonly (readonly [string, ReactNode])[] }) => (
  <dl className={classes.facts}>
    {settings.map(([name, value]) => (
      <div key={name} className={classes.fact}>
        <dt className={classes.name}>{name}</dt>
        <dd className={classes.value}>{value}</dd>
      </div>
    ))}
  </dl>
);
