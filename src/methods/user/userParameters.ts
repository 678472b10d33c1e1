import { z } from 'zod';
import { ROLES } from '../../domain/entities/roles.js';
import { normalizeEmail } from '../../domain/identity/email.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { requiredInteger } from '../parameters.js';

const readTrimmed = (raw: unknown): unknown => {
  const text = typeof raw === 'string' ? raw.trim() : raw;
  return text === '' || text === 'None' || text === 'null' || text === null ? undefined : text;
};

/** Trimmed; undefined if nothing is left. */
export const personName = () =>
  z.preprocess(
    readTrimmed,
    z
      .string()
      .max(LIMITS.nameChars)
      .refine((text) => !text.includes('\0') && text.isWellFormed())
      .optional(),
  );

const readEmail = (raw: unknown): unknown => {
  const text = readTrimmed(raw);
  if (typeof text !== 'string') return text;
  // Not text, so that an invalid address is refused with its own sentence. A lone surrogate would be stored as another
  // character.
  return (text.isWellFormed() ? normalizeEmail(text) : null) ?? Number.NaN;
};

const emailText = () => z.string(SENTENCES.emailIncorrect).max(LIMITS.emailChars, SENTENCES.emailIncorrect);

export const email = () => z.preprocess(readEmail, emailText());

export const optionalEmail = () => z.preprocess(readEmail, emailText().optional());

const readRole = (raw: unknown): unknown => {
  const text = readTrimmed(raw);
  return typeof text === 'string' ? text.toLowerCase() : text;
};

export const role = () => z.preprocess(readRole, z.enum(ROLES));

export const optionalRole = () => z.preprocess(readRole, z.enum(ROLES).optional());

export const userId = () => requiredInteger({ min: 1 }).meta({ description: 'The user’s id.' });

export const linkResult = z.string().meta({
  description: `A path on this server with a secret: \`/welcome#…\`. It sets the password once, within ${LIMITS.linkMilliseconds / 86_400_000} days, and is shown here and never again.`,
});

export const EXAMPLE_LINK = '/welcome#1-Xo3…';
