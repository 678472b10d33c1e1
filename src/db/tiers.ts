import type { ClientBase } from 'pg';

/** A kind of database, with the capabilities by which the code differs between kinds. */
export interface Tier {
  readonly name: 'embedded' | 'postgresql' | 'citus';
  /** The program runs the server itself; its other processes are known by the presence that each keeps there. */
  readonly isEmbedded: boolean;
  /** Tables are distributed by account over several nodes, by the functions of Citus. */
  readonly distributesTables: boolean;
  /** Nodes connect to one another as the role that a statement runs under, so that the role must be able to log in. */
  readonly nodesLogInAsRole: boolean;
  /** The settings of a connection hold on every node that its statements reach. */
  readonly settingsReachNodes: boolean;
  /** A repeatable-read transaction sees one moment of the whole database. */
  readonly snapshotsSpanNodes: boolean;
  /** An advisory lock excludes sessions on every node. */
  readonly advisoryLocksSpanNodes: boolean;
  /** pg_stat_activity shows the sessions of the whole database. */
  readonly activitySpansNodes: boolean;
}

const ONE_SERVER = {
  distributesTables: false,
  nodesLogInAsRole: false,
  settingsReachNodes: true,
  snapshotsSpanNodes: true,
  advisoryLocksSpanNodes: true,
  activitySpansNodes: true,
} as const;

export const TIERS: Readonly<Record<Tier['name'], Tier>> = Object.freeze({
  embedded: Object.freeze({ name: 'embedded', isEmbedded: true, ...ONE_SERVER }),
  postgresql: Object.freeze({ name: 'postgresql', isEmbedded: false, ...ONE_SERVER }),
  citus: Object.freeze({
    name: 'citus',
    isEmbedded: false,
    distributesTables: true,
    nodesLogInAsRole: true,
    settingsReachNodes: false,
    snapshotsSpanNodes: false,
    advisoryLocksSpanNodes: false,
    activitySpansNodes: false,
  }),
});

/** The tier of the database that `owner` is connected to: Citus where it has the extension. */
export async function findTier(owner: ClientBase, isEmbedded: boolean): Promise<Tier> {
  if (isEmbedded) return TIERS.embedded;
  const { rowCount } = await owner.query("select from pg_extension where extname = 'citus'");
  return rowCount === 1 ? TIERS.citus : TIERS.postgresql;
}
