/** Lines of CSV as in RFC 4180. */

/** First characters that a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * Text as a field. Text from callers could run as a formula when the file is opened in a spreadsheet: an apostrophe
 * before it makes it plain text.
 */
const textField = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One line with its end. null and "" are empty fields. */
export const csvLine = (fields: readonly (string | number | null)[]): string =>
  `${fields.map((field) => (typeof field === 'string' ? textField(field) : (field ?? ''))).join(',')}\r\n`;
