/**
 * Every state code that a log row can carry. Third digit: 1 success, 2 refusal (4020 and 4021 are what the
 * specification says they are). A code is written by the method that earns it and by nothing else.
 */
export const STATES = {
  1010: 'validation successful',
  1020: 'validation refused',
  2010: 'activated, machines are not locked',
  2011: 'the key was already activated on this machine',
  2012: 'activated with a new machine code',
  2013: 'trial activation was performed',
  2014: 'activated using floating licensing',
  2015: 'activated using an overdraft floating license',
  2020: 'activation refused',
  2022: 'device limit has been reached (node-locking)',
  2024: 'device limit has been reached in floating licensing',
  3010: 'a key was created',
  3011: 'a trial key was generated',
  3012: 'an existing trial key was returned',
  3020: 'key creation refused',
  3021: 'there was an error when creating the trial key',
  4010: 'optional field successful',
  4020: 'optional field refused',
  4021: 'the optional field cannot be decreased any more',
  5010: 'no request associated: a machine that an import brought',
  6010: 'deactivation successful',
  6011: 'release of a floating license successful',
  6020: 'deactivation refused',
  7010: 'other license manipulation successful',
  7011: 'add feature successful',
  7012: 'remove feature successful',
  7013: 'block key successful',
  7014: 'unblock key successful',
  7015: 'extend license successful',
  7016: 'machine lock limit successful',
  7017: 'change notes successful',
  7018: 'trial activation successful',
  7019: 'change customer successful',
  7020: 'license manipulation refused',
  8011: 'add data object successful',
  8012: 'remove data object successful',
  8013: 'list data objects successful',
  8014: 'increment int value successful',
  8015: 'decrement int value successful',
  8016: 'set int value successful',
  8017: 'set string value successful',
  8020: 'data object request refused',
} as const;

export type State = keyof typeof STATES;

/** The third digit: 2 is a refusal. */
export const isRefusal = (state: number): boolean => Math.floor(state / 10) % 10 === 2;

/** The first two digits. */
export const STATE_GROUPS = {
  10: 'validation request',
  20: 'activation request',
  30: 'key generation request',
  40: 'optional field request',
  50: 'no request associated',
  60: 'deactivation request',
  70: 'other license manipulation requests',
  80: 'data object requests',
} as const;
