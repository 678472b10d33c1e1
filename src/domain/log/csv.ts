/** Lines of CSV as RFC 4180 has them. */

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * Text as a field. What came from callers may be a formula to whoever opens the file in a spreadsheet: an apostrophe
 * before it makes it text there.
 */
const textField = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One line with its end. null and "" are empty fields. */
export const csvLine = (fields: readonly (string | number | null)[]): string =>
  `${fields.map((field) => (typeof field === 'string' ? textField(field) : (field ?? ''))).join(',')}\r\n`;
