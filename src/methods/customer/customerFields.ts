import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { optionalText } from '../parameters.js';

/** The texts of a customer that a client may give, each with the sentence for one that is too long. */
export const customerTexts = {
  Name: optionalText(LIMITS.customerFieldChars, SENTENCES.customerNameTooLong),
  Email: optionalText(LIMITS.customerFieldChars, SENTENCES.customerEmailTooLong),
  CompanyName: optionalText(LIMITS.customerFieldChars, SENTENCES.customerCompanyTooLong),
  Notes: optionalText(LIMITS.customerNotesChars, SENTENCES.customerNotesTooLong),
} as const;

export const CUSTOMER_TEXT_ERRORS = [
  SENTENCES.customerNameTooLong,
  SENTENCES.customerEmailTooLong,
  SENTENCES.customerCompanyTooLong,
  SENTENCES.customerNotesTooLong,
] as const;
