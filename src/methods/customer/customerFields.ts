import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { optionalText } from '../parameters.js';

/** The texts of a customer that a client may give, each with the sentence for one that is too long. */
export const customerTexts = {
  Name: optionalText(LIMITS.customerFieldChars, SENTENCES.customerNameTooLong).meta({
    description: 'The customer’s name.',
  }),
  Email: optionalText(LIMITS.customerFieldChars, SENTENCES.customerEmailTooLong).meta({
    description: 'The e-mail address; need not be unique.',
  }),
  CompanyName: optionalText(LIMITS.customerFieldChars, SENTENCES.customerCompanyTooLong).meta({
    description: 'The company.',
  }),
  Notes: optionalText(LIMITS.customerNotesChars, SENTENCES.customerNotesTooLong).meta({
    description: 'Notes of your own.',
  }),
} as const;

export const CUSTOMER_TEXT_ERRORS = [
  SENTENCES.customerNameTooLong,
  SENTENCES.customerEmailTooLong,
  SENTENCES.customerCompanyTooLong,
  SENTENCES.customerNotesTooLong,
] as const;
