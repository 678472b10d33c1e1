import { useQuery } from '@tanstack/react-query';
import type { MethodName } from './call.js';
import { METHOD_PERMISSIONS } from './generated.js';
import { sessionQuery } from './session.js';

/** Whether the reader's role may call a method: what may not be called is not offered. */
export const useMayCall = (): ((method: MethodName) => boolean) => {
  const { data: session } = useQuery(sessionQuery);
  return (method) => {
    if (session?.signedIn !== true) return false;
    const permission = METHOD_PERMISSIONS[method];
    return permission === null || session.permissions === 'all' || session.permissions.includes(permission);
  };
};
