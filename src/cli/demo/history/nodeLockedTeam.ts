import type { License } from '../../../domain/entities/licensing.js';
import { isDenial } from '../../../domain/log/stateLists.js';
import { AddDataObjectToKey } from '../../../methods/data/AddDataObjectToKey.js';
import { IncrementIntValueToKey } from '../../../methods/data/IncrementIntValueToKey.js';
import { ListDataObjectsToKey } from '../../../methods/data/ListDataObjectsToKey.js';
import { Activate } from '../../../methods/key/Activate.js';
import { Deactivate } from '../../../methods/key/Deactivate.js';
import { addressOf } from './addressOf.js';
import type { Company } from './companies.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Stage } from './stage.js';
import { namePrefix, newWorkstation, type Workstation } from './workstations.js';

export interface NodeLockedTeam {
  readonly company: Company;
  readonly license: License;
  readonly size: number;
  /** Days until everyone has started. */
  readonly rolloutDays: number;
  /** Whether users sometimes release a seat in the evening for someone else. */
  readonly sharesSeats: boolean;
  /** When users stop, for instance because the application reports that the licence has expired. */
  readonly stops?: () => number;
}

interface Member {
  workstation: Workstation;
  /** When it upgrades to the release that counts exports. */
  readonly changes: number;
  hasChanged: boolean;
  isDenied: boolean;
}

/** Retries in a row of a machine without a seat. */
const RETRIES = 3;

/** The data object that clients count in. */
const COUNTER = 'exports';

/** People who start an application every morning, each on a machine that keeps its seat. */
export const playNodeLockedTeam = (stage: Stage, team: NodeLockedTeam): void => {
  const { random, agenda } = stage;
  const { company, rolloutDays, size } = team;
  const members = Array.from({ length: size }, () => newMember(stage, team, rolloutDays * DAY_MS * random.early()));
  const starts = (member: Member, time: number): void => agenda.at(time, () => start(stage, team, member, RETRIES));
  stage.everyDay(company.place, company.joins, ({ midnight, busyness }) => {
    for (const member of members) {
      const isUsed = midnight + 8 * HOUR_MS >= member.workstation.since && midnight < (team.stops?.() ?? Infinity);
      if (!isUsed || !random.chance(PRESENCE * busyness)) continue;
      const morning = midnight + random.around(7.2, 11) * HOUR_MS;
      starts(member, morning);
      if (random.chance(0.2)) starts(member, morning + random.between(3, 6) * HOUR_MS);
      const evening = morning + random.around(7, 10) * HOUR_MS;
      if (team.sharesSeats && random.chance(0.1)) agenda.at(evening, () => giveBack(stage, team, member));
      else if (random.chance(0.003)) agenda.at(evening, () => replace(stage, team, member));
    }
  });
};

/** The chance of a person to be at work on a working day. */
const PRESENCE = 0.78;

const newMember = (stage: Stage, { company }: NodeLockedTeam, wait: number): Member => {
  const since = company.joins + wait;
  return {
    workstation: newWorkstation(stage, {
      prefix: namePrefix(company.name),
      home: stage.address(company.place),
      since,
    }),
    changes: Math.max(stage.release + 24 * DAY_MS * stage.random.early(), since),
    hasChanged: false,
    isDenied: false,
  };
};

const keyOf = ({ productId, key }: License) => ({ ProductId: productId, Key: key });

const start = (stage: Stage, team: NodeLockedTeam, member: Member, retries: number): void => {
  const { random, agenda } = stage;
  const { workstation } = member;
  const address = addressOf(stage, team.company, workstation);
  const reply = stage.call(Activate, address, {
    ...keyOf(team.license),
    MachineCode: workstation.machineCode,
    FriendlyName: workstation.friendlyName,
  });
  const isAway = reply === null;
  member.isDenied = reply !== null && isDenial(reply.state);
  if (reply?.granted === true) {
    if (agenda.now >= member.changes) countExports(stage, team, member, address);
  } else if (retries > 0 && random.chance(isAway ? 0.9 : 0.6)) {
    const wait = isAway ? random.between(5, 30) : random.between(2, 90);
    agenda.at(agenda.now + wait * MINUTE_MS, () => start(stage, team, member, retries - 1));
  }
};

/** The new release looks for its counter, creates it if it is missing, and adds to it on exit. */
const countExports = (stage: Stage, { license }: NodeLockedTeam, member: Member, address: string): void => {
  const { random, agenda } = stage;
  if (!member.hasChanged) {
    member.hasChanged = true;
    stage.call(ListDataObjectsToKey, address, { ...keyOf(license), Contains: COUNTER });
    if (!stage.server.hasDataObject(license.licenseId, COUNTER)) {
      stage.call(AddDataObjectToKey, address, { ...keyOf(license), Name: COUNTER, CheckForDuplicates: true });
    }
  }
  if (!random.chance(0.6)) return;
  agenda.at(agenda.now + random.between(1, 5) * HOUR_MS, () => {
    stage.call(IncrementIntValueToKey, address, {
      ...keyOf(license),
      Name: COUNTER,
      IntValue: 1 + Math.floor(20 * random.early()),
    });
  });
};

const giveBack = (stage: Stage, { license, company }: NodeLockedTeam, member: Member): void => {
  stage.call(Deactivate, addressOf(stage, company, member.workstation), {
    ...keyOf(license),
    MachineCode: member.workstation.machineCode,
  });
};

/** A new machine; the old one's seat is mostly released, and otherwise lost until the loss is noticed. */
const replace = (stage: Stage, team: NodeLockedTeam, member: Member): void => {
  const { random, agenda } = stage;
  // A machine that never had a seat cannot release one: that is refused.
  if (random.chance(0.8)) giveBack(stage, team, member);
  const { company } = team;
  member.workstation = newWorkstation(stage, {
    prefix: namePrefix(company.name),
    home: member.workstation.home,
    since: agenda.now + 12 * HOUR_MS,
  });
};
