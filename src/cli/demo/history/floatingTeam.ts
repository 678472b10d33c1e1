import type { License } from '../../../domain/entities/licensing.js';
import { DecrementIntValueToKey } from '../../../methods/data/DecrementIntValueToKey.js';
import { Activate } from '../../../methods/key/Activate.js';
import { Deactivate } from '../../../methods/key/Deactivate.js';
import { addressOf } from './addressOf.js';
import type { Company } from './companies.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Stage } from './stage.js';
import { namePrefix, newWorkstation, type Workstation } from './workstations.js';

export interface FloatingTeam {
  readonly company: Company;
  readonly license: License;
  readonly size: number;
  readonly rolloutDays: number;
  /** The chance of a person to need a seat on a working day. */
  readonly demand: number;
  /** Seats beyond the limit that its clients ask for when it is reached. */
  readonly maxOverdraft: number;
  /** Pays by use. */
  readonly usesCredits: boolean;
}

interface Session {
  readonly workstation: Workstation;
  readonly address: string;
  /** When the application is closed. */
  readonly until: number;
}

/** A lease outlasts one failed heartbeat. */
const LEASE_SECONDS = 3 * 3600;
const HEARTBEAT_MS = 80 * MINUTE_MS;
const RETRIES = 4;

/** What is left of the prepaid credits. */
export const CREDITS = 'credits';

/** People who share seats: each holds one while the application runs, renewed by heartbeats. */
export const playFloatingTeam = (stage: Stage, team: FloatingTeam): void => {
  const { random, agenda } = stage;
  const { company, rolloutDays } = team;
  const workstations = Array.from({ length: team.size }, () =>
    newWorkstation(stage, {
      prefix: namePrefix(company.name),
      home: stage.address(company.place),
      since: company.joins + rolloutDays * DAY_MS * random.early(),
    }),
  );
  stage.everyDay(company.place, company.joins, ({ midnight, busyness }) => {
    for (const workstation of workstations) {
      if (midnight + 8 * HOUR_MS < workstation.since || !random.chance(team.demand * busyness)) continue;
      const opened = midnight + random.around(7.5, 13) * HOUR_MS;
      const session: Session = {
        workstation,
        address: addressOf(stage, company, workstation),
        until: opened + random.around(1, 8) * HOUR_MS,
      };
      agenda.at(opened, () => open(stage, team, session, RETRIES));
    }
  });
};

const keyOf = ({ productId, key }: License) => ({ ProductId: productId, Key: key });

const lease = (stage: Stage, { license, maxOverdraft }: FloatingTeam, { workstation, address }: Session) =>
  stage.call(Activate, address, {
    ...keyOf(license),
    MachineCode: workstation.machineCode,
    FriendlyName: workstation.friendlyName,
    FloatingTimeInterval: LEASE_SECONDS,
    MaxOverdraft: maxOverdraft,
  });

/** A user without a seat retries after a while, and eventually gives up. */
const open = (stage: Stage, team: FloatingTeam, session: Session, retries: number): void => {
  const { random, agenda } = stage;
  if (lease(stage, team, session)?.granted === true) {
    keepAlive(stage, team, session);
  } else if (retries > 0 && random.chance(0.75)) {
    agenda.at(agenda.now + random.between(4, 40) * MINUTE_MS, () => open(stage, team, session, retries - 1));
  }
};

const keepAlive = (stage: Stage, team: FloatingTeam, session: Session): void => {
  const { random, agenda } = stage;
  const next = agenda.now + HEARTBEAT_MS + random.between(-20, 20) * 1000;
  if (next >= session.until) {
    agenda.at(Math.max(session.until, agenda.now), () => close(stage, team, session));
    return;
  }
  agenda.at(next, () => {
    // A closed laptop lid: no heartbeat, no release, and the lease expires.
    if (random.chance(0.012)) return;
    // Lost seats end a session, an hour without the server does not.
    if (lease(stage, team, session)?.granted !== false) keepAlive(stage, team, session);
  });
};

const close = (stage: Stage, { license, usesCredits }: FloatingTeam, { workstation, address }: Session): void => {
  const { random } = stage;
  if (usesCredits) {
    stage.call(DecrementIntValueToKey, address, {
      ...keyOf(license),
      Name: CREDITS,
      IntValue: random.integer(5, 40),
      EnableBound: true,
      Bound: 0,
    });
  }
  // Applications killed at the end of the day release nothing.
  if (!random.chance(0.9)) return;
  stage.call(Deactivate, address, { ...keyOf(license), MachineCode: workstation.machineCode, Floating: true });
};
