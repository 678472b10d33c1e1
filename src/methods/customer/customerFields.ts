import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { optionalEmail, optionalText } from '../parameters.js';

/** UTF-16 units, the vendor's bound for a customer's notes. */
const CUSTOMER_NOTES_CHARS = 1_000;

/** The texts of a customer that a client may set, each with the sentence for one that is too long. */
export const customerTexts = {
  Name: optionalText(LIMITS.customerFieldChars, SENTENCES.customerNameTooLong).meta({
    description: 'The customer’s name.',
  }),
  Email: optionalEmail(LIMITS.customerFieldChars, SENTENCES.customerEmailTooLong).meta({
    description: 'The e-mail address; need not be unique.',
  }),
  CompanyName: optionalText(LIMITS.customerFieldChars, SENTENCES.customerCompanyTooLong).meta({
    description: 'The company.',
  }),
  Notes: optionalText(CUSTOMER_NOTES_CHARS, SENTENCES.customerNotesTooLong).meta({
    description: 'Notes of your own.',
  }),
} as const;

export const CUSTOMER_TEXT_ERRORS = [
  SENTENCES.customerNameTooLong,
  SENTENCES.customerEmailTooLong,
  SENTENCES.customerCompanyTooLong,
  SENTENCES.customerNotesTooLong,
] as const;
