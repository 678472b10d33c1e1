import type { Answer } from '../../api/call.js';
import { heldSeats, type LicenseFacts } from '../../api/license.js';
import { isDenial, isFloating, type StateFamilyName, stateFacts } from '../../api/states.js';
import { countText, numberText } from '../../ui/numberText.js';

export type LicenseRefusals = Answer<'ai/GetRefusals'>['licenses'][number];
export type StateRefusals = LicenseRefusals['refusals'][number];

type Asked = StateFamilyName | '';

/** What was asked for. */
const ASKED: Readonly<Record<Asked, string>> = {
  'validation request': 'Validations',
  'activation request': 'Activations',
  'key generation request': 'Requests for keys',
  'optional field request': 'Requests for the optional field',
  'no request associated': 'Requests',
  'deactivation request': 'Deactivations',
  'other license manipulation requests': 'Changes of the licence',
  'data object requests': 'Requests for data objects',
  '': 'Requests',
};

const OTHER_REASONS: Partial<Readonly<Record<Asked, string>>> = {
  'validation request': 'the application’s access token may not read this licence',
  'activation request':
    'neither for lack of a seat nor for a block, so the application’s access token may not activate this key',
  'deactivation request': 'the machine held no seat of this licence, or the access token may not release it',
  'other license manipulation requests':
    'the access token may not change this licence, or what was sent could not be right',
};

/** Whether it is about an activation: what customers call about. */
export const isActivation = ({ state }: Pick<StateRefusals, 'state'>): boolean =>
  stateFacts(state).family === 'activation request';

/** "Activations of new machines". */
export const askedText = (state: number): string => {
  if (isDenial(state)) return isFloating(state) ? 'Activations for a floating seat' : 'Activations of new machines';
  return ASKED[stateFacts(state).family];
};

/** Seats of the kind that a refusal is about which are held now. */
const heldNow = (license: LicenseFacts, state: number): number =>
  heldSeats(license).filter(({ until }) => isFloating(state) === (until !== null)).length;

/** Whether what refused then would refuse now. */
const isStill = ({ state, cause }: StateRefusals, license: LicenseFacts): boolean => {
  switch (cause) {
    case 'seats':
      return license.maxNoOfMachines > 0 && heldNow(license, state) >= license.maxNoOfMachines;
    case 'blocked':
      return license.block;
    case 'deleted':
      return true;
    case 'other':
      // What else is refused depends on who asks: others may well be granted it.
      return isActivation({ state });
    default:
      return cause satisfies never;
  }
};

/** Whether it is ongoing: nothing of its kind was granted since, and the same reason would refuse it again. */
export const goesOn = (refusal: StateRefusals, license: LicenseFacts): boolean =>
  refusal.grantedAgain === null && isStill(refusal, license);

/** "all 5 seats are taken", "the licence was blocked". */
export const reasonText = (refusal: StateRefusals, license: LicenseFacts): string => {
  const { state, cause, seatLimit } = refusal;
  const isNow = goesOn(refusal, license);
  switch (cause) {
    case 'seats': {
      const limit = isNow ? license.maxNoOfMachines : seatLimit;
      const kind = isFloating(state) ? 'floating seat' : 'seat';
      if (limit <= 0) return `no ${kind} ${isNow ? 'is' : 'was'} left`;
      if (limit === 1) return `the only ${kind} ${isNow ? 'is' : 'was'} taken`;
      return `all ${countText(limit, kind)} ${isNow ? 'are' : 'were'} taken`;
    }
    case 'blocked':
      return `the licence ${isNow ? 'is' : 'was'} blocked`;
    case 'deleted':
      return 'the key was deleted';
    case 'other':
      return OTHER_REASONS[stateFacts(state).family] ?? `${stateFacts(state).words}; the row has what was sent`;
    default:
      return cause satisfies never;
  }
};

/** What has become of the reason where none was refused for it since; "" where it holds. */
export const changeText = (refusal: StateRefusals, license: LicenseFacts): string => {
  const { cause, grantedAgain } = refusal;
  if (grantedAgain !== null || cause === 'other' || isStill(refusal, license)) return '';
  if (cause === 'blocked') return ' It is not blocked any more; no request since.';
  const { maxNoOfMachines } = license;
  if (maxNoOfMachines <= 0) return ' Machines are not locked any more; no request since.';
  return ` Now ${numberText(heldNow(license, refusal.state))} of ${numberText(maxNoOfMachines)} are taken; no new machine has asked since.`;
};

/** "of “Anna’s laptop”"; "" where no machine is named. */
export const machineText = ({ machineCode, friendlyName }: StateRefusals): string => {
  if (friendlyName !== '') return `, of “${friendlyName}”`;
  return machineCode === null || machineCode === '' ? '' : `, of ${machineCode}`;
};
