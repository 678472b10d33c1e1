import { mkdir, realpath } from 'node:fs/promises';
import { DatabaseError, errorText } from '../databaseError.js';

/**
 * Creates the data directory where it is missing and returns its real path. Under root other users
 * may enter it, because PostgreSQL runs as another user. Throws `DatabaseError`.
 */
export const makeDataDirectory = async (directory: string): Promise<string> => {
  try {
    await mkdir(directory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    return await realpath(directory);
  } catch (error) {
    throw new DatabaseError('data-directory', `${directory} cannot be the data directory: ${errorText(error)}`);
  }
};
