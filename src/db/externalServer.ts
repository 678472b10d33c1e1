import { Client, type ClientConfig } from 'pg';
import { DatabaseError } from './databaseError.js';

/** Where an external PostgreSQL is. */
export interface ExternalServer {
  readonly kind: 'external';
  readonly location: string;
  readonly config: ClientConfig;
  readonly settings: readonly string[];
  stop(): Promise<void>;
}

/**
 * Reads a connection URL.
 *
 * @throws DatabaseError `unreachable` when it is not one; the message does not repeat it, it may hold a password
 */
export function externalServer(databaseUrl: string): ExternalServer {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) throw invalidUrl();
  try {
    // `options` of the URL would replace ours, so it is removed and put before them. Not with the URL class: it does
    // not know the usual form for sockets, postgresql://user@/database?host=/run/postgresql.
    const [before = '', query = ''] = databaseUrl.split('?', 2);
    const parameters = new URLSearchParams(query);
    const options = parameters.get('options');
    parameters.delete('options');
    const config: ClientConfig = {
      connectionString: `${before}?${parameters}`,
      ...(options === null ? {} : { options }),
    };
    const { host, port, database } = new Client(config);
    return {
      kind: 'external',
      settings: [],
      config,
      location: `PostgreSQL at ${host}:${port}, database ${database ?? 'of the login'}`,
      stop: async () => {},
    };
  } catch {
    throw invalidUrl();
  }
}

function invalidUrl(): DatabaseError {
  return new DatabaseError(
    'unreachable',
    'the database URL cannot be read; it looks like postgresql://user:password@host:5432/database',
  );
}
