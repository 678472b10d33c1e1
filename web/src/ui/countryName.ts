const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** "Sweden" for "SE"; what is no country's code stays as it is. */
export const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code);
