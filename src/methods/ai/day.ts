import { z } from 'zod';
import { readDate } from '../../domain/dateText.js';
import { text } from '../parameters.js';

const LONGEST = 100;

/** A day as `yyyy-MM-dd`: its midnight (UTC) in milliseconds. `wrongFormat` is the sentence for anything else. */
export const day = (wrongFormat: string) =>
  text(LONGEST, wrongFormat)
    .transform((given, context) => {
      if (given === '') return undefined;
      const midnight = /^\d{4}-\d{2}-\d{2}$/.test(given) ? readDate(given) : null;
      if (midnight !== null) return midnight;
      context.addIssue({ code: 'custom', message: wrongFormat });
      return z.NEVER;
    })
    .pipe(z.int().optional());
