import { z } from 'zod';
import { PERMISSIONS, permissionNamed } from '../../domain/entities/permissions.js';
import { SENTENCES } from '../../domain/sentences.js';
import { readJson } from '../parameters.js';

const known = (name: unknown): unknown => (typeof name === 'string' ? (permissionNamed(name) ?? name) : name);

const readPermissions = (raw: unknown): unknown => {
  const value = readJson(raw);
  if (Array.isArray(value)) return [...new Set(value.map(known))];
  if (typeof value !== 'string') return value;
  if (value.trim().toLowerCase() === 'all') return 'all';
  return [...new Set(value.split(',').map(known))];
};

/** `all`, or names as a JSON array or separated by commas; names are case-insensitive, with or without spaces. */
export const permissionList = () =>
  z.preprocess(
    readPermissions,
    z.union([z.literal('all'), z.array(z.enum(PERMISSIONS))], { error: SENTENCES.permissionUnknown }),
  );
