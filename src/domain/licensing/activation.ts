import type { AccountState } from '../batch/accountState.js';
import type { DecideContext } from '../batch/decideContext.js';
import { licenseEntry } from '../batch/logEntry.js';
import type { NewEvent } from '../batch/newEvent.js';
import { granted, type Outcome, refused } from '../batch/outcome.js';
import type { Write } from '../batch/write.js';
import type { License, Machine, Product } from '../entities/licensing.js';
import { ownerOfProduct } from '../entities/objectOwners.js';
import { SENTENCES } from '../sentences.js';
import { wholeSeconds } from '../time/time.js';
import type { Milliseconds } from '../time/units.js';
import { nearestDaysAfter } from './expiry.js';

export interface ActivationRequest {
  readonly machineCode: string;
  readonly friendlyName: string;
  /** Seconds; above 0 the seat is a floating one. */
  readonly floatingInterval: number;
  /** Floating seats beyond the limit that this request may use. */
  readonly maxOverdraft: number;
}

/** The license as it stands after the activation. */
export interface Activated {
  readonly license: License;
  /** Node-locked machines and live leases, the caller's among them where it is stored. */
  readonly machines: readonly Machine[];
}

/** The log states of an activation without floating seats, the same for both APIs. */
export const NODE_LOCKED_STATES = [2010, 2011, 2012, 2013, 2022] as const;

type NodeLockedState = (typeof NODE_LOCKED_STATES)[number];
type ActivationState = NodeLockedState | 2014 | 2015 | 2024;
type ActivationOutcome = Outcome<
  Activated,
  typeof SENTENCES.keyBlocked | typeof SENTENCES.deviceLimit,
  ActivationState
>;

/**
 * Decides whether a machine may run under a license, and the writes if so. An expired license activates like any other:
 * the client compares `Expires` itself.
 */
export const decideActivation = (
  license: License,
  state: AccountState,
  request: ActivationRequest,
  context: DecideContext,
): ActivationOutcome => {
  if (license.block) return refused(SENTENCES.keyBlocked);
  return request.floatingInterval > 0
    ? activateFloating(license, state, request, context)
    : activateNodeLocked(license, state, request, context);
};

const entry = <S extends ActivationState>(state: S, license: License, request: ActivationRequest) =>
  licenseEntry(state, license, {
    machineCode: request.machineCode,
    friendlyName: request.friendlyName,
    floatingInterval: request.floatingInterval,
  });

const isLive = (machine: Machine, now: Milliseconds): boolean =>
  machine.floatingExpires === null || machine.floatingExpires > now;

const isAllowedBeyondLimit = (license: License, machineCode: string): boolean =>
  (license.allowedMachines ?? '').split('\n').some((line) => line.trim() !== '' && line.trim() === machineCode.trim());

/** The part of the rule without floating seats, for a license that is not blocked. */
export const activateNodeLocked = (
  license: License,
  state: AccountState,
  request: ActivationRequest,
  { now, ip }: DecideContext,
): Outcome<Activated, typeof SENTENCES.deviceLimit, NodeLockedState> => {
  const live = state.machines(license.licenseId).filter((machine) => isLive(machine, now));
  if (license.maxNoOfMachines <= 0) {
    return granted({ license, machines: live }, { logs: [entry(2010, license, request)] });
  }
  const known = live.find((machine) => !machine.floating && machine.machineCode === request.machineCode);
  if (known !== undefined) {
    const seen = {
      ...known,
      ip,
      friendlyName: request.friendlyName === '' ? known.friendlyName : request.friendlyName,
    };
    const changed = seen.ip !== known.ip || seen.friendlyName !== known.friendlyName;
    return granted(
      { license, machines: live.map((machine) => (machine === known ? seen : machine)) },
      { logs: [entry(2011, license, request)], writes: changed ? [{ kind: 'machine', row: seen }] : [] },
    );
  }
  const held = live.filter((machine) => !machine.floating).length;
  if (held >= license.maxNoOfMachines && !isAllowedBeyondLimit(license, request.machineCode)) {
    return refused(SENTENCES.deviceLimit, entry(2022, license, request));
  }
  const machine: Machine = {
    licenseId: license.licenseId,
    floating: false,
    machineCode: request.machineCode,
    friendlyName: request.friendlyName,
    ip,
    time: now,
    floatingExpires: null,
    overdraft: false,
  };
  const countsDown = license.trialActivation && !(license.firstActivated !== null && onlyFirstCounts(state, license));
  const after: License = {
    ...license,
    firstActivated: license.firstActivated ?? now,
    expires: countsDown ? nearestDaysAfter(wholeSeconds(now), license.period) : license.expires,
  };
  const writes: Write[] = [{ kind: 'machine', row: machine }];
  if (countsDown || license.firstActivated === null) writes.push({ kind: 'license', row: after });
  return granted(
    { license: after, machines: [...live, machine] },
    { logs: [entry(countsDown ? 2013 : 2012, license, request)], writes },
  );
};

/** Whether the product has the data object with which only the first activation changes the expiry of a trial. */
const onlyFirstCounts = (state: AccountState, license: License): boolean =>
  state
    .dataObjects(ownerOfProduct(license.productId))
    .some((object) => object.name === 'cryptolens_trialactivation' && object.stringValue === 'first_activation');

const activateFloating = (
  license: License,
  state: AccountState,
  request: ActivationRequest,
  { now, ip }: DecideContext,
): ActivationOutcome => {
  const all = state.machines(license.licenseId);
  const live = all.filter((machine) => isLive(machine, now));
  const own = live.find((machine) => machine.floating && machine.machineCode === request.machineCode);
  const others = live.filter((machine) => machine.floating && machine !== own).length;
  const seat = floatingSeat(license, request, others, own);
  if (seat === null) return refused(SENTENCES.deviceLimit, entry(2024, license, request));
  const lease: Machine = {
    licenseId: license.licenseId,
    floating: true,
    machineCode: request.machineCode,
    friendlyName: request.friendlyName === '' ? (own?.friendlyName ?? '') : request.friendlyName,
    ip,
    time: own?.time ?? now,
    floatingExpires: now + request.floatingInterval * 1000,
    overdraft: seat === 'overdraft',
  };
  const lapsed = all.filter((machine) => !isLive(machine, now) && machine.machineCode !== request.machineCode);
  return granted(
    {
      license,
      machines: own === undefined ? [...live, lease] : live.map((machine) => (machine === own ? lease : machine)),
    },
    {
      logs: [entry(seat === 'overdraft' ? 2015 : 2014, license, request)],
      writes: [
        { kind: 'machine', row: lease },
        // Lapsed leases are deleted whenever a lease is written, so that they do not accumulate.
        ...lapsed.map((row): Write => ({ kind: 'machine', row, remove: true })),
      ],
    },
  );
};

/** Which kind of floating seat is free for this request; null: none. A machine that holds a lease keeps its seat. */
const floatingSeat = (
  license: License,
  request: ActivationRequest,
  others: number,
  own: Machine | undefined,
): 'within' | 'overdraft' | null => {
  if (license.maxNoOfMachines <= 0 || others < license.maxNoOfMachines) return 'within';
  if (own !== undefined) return own.overdraft ? 'overdraft' : 'within';
  if (isAllowedBeyondLimit(license, request.machineCode)) return 'within';
  return others < license.maxNoOfMachines + request.maxOverdraft ? 'overdraft' : null;
};

/** The event that stores the system information of a client. */
export const systemEvent = (
  product: Product,
  license: License,
  machineCode: string,
  eventName: 'activate' | 'deactivate',
  osInfo: string,
): readonly NewEvent[] =>
  osInfo === ''
    ? []
    : [
        {
          productId: product.productId,
          licenseId: license.licenseId,
          machineCode,
          featureName: 'OSInfo',
          eventName,
          value: 0,
          currency: '',
          metadata: osInfo,
          time: null,
        },
      ];
