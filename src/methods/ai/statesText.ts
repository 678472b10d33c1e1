import { familyDigits, statesCounted } from '../../domain/log/stateLists.js';
import type { StateCounter, StateFamily } from '../../domain/log/states.js';

/** State codes as text for descriptions. */

/** "2014 and 2015" */
export const listText = (codes: readonly number[]): string =>
  codes.length < 2 ? codes.join() : `${codes.slice(0, -1).join(', ')} and ${codes.at(-1)}`;

/** "2010 to 2015" */
export const spanText = (codes: readonly number[]): string => `${codes[0]} to ${codes.at(-1)}`;

/** "States 2014 and 2015." */
export const countedText = (counter: StateCounter): string => {
  const codes = statesCounted(counter);
  return `${codes.length === 1 ? 'State' : 'States'} ${listText(codes)}.`;
};

/** Every code of a family with its third digits: "States 2010 to 2019." */
export const digitsText = (family: StateFamily, firstThird: 1 | 2, lastThird: 1 | 2 = firstThird): string =>
  `States ${familyDigits(family)}${firstThird}0 to ${familyDigits(family)}${lastThird}9.`;
