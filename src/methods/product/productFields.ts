import { z } from 'zod';
import { LIMITS } from '../../limits.js';
import { json } from '../parameters.js';

/** The names of F1 to F8; names that are left out stay unchanged. */
export const featureNames = () =>
  json(
    z
      .array(
        z
          .string()
          .max(LIMITS.nameChars)
          .refine((text) => !text.includes('\0') && text.isWellFormed()),
      )
      .max(8),
  ).meta({ description: 'Names of the features F1 to F8, in order. "" and names that are left out stay unchanged.' });
