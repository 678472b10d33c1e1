import type { License } from '../../../domain/entities/licensing.js';
import { Activate } from '../../../methods/key/Activate.js';
import { BlockKey } from '../../../methods/key/BlockKey.js';
import { ChangeCustomer } from '../../../methods/key/ChangeCustomer.js';
import { ChangeNotes } from '../../../methods/key/ChangeNotes.js';
import { CreateTrialKey } from '../../../methods/key/CreateTrialKey.js';
import { ExtendLicense } from '../../../methods/key/ExtendLicense.js';
import { RemoveFeature } from '../../../methods/key/RemoveFeature.js';
import { type CompanyRegister, VENDOR } from './companies.js';
import { MARKETS, type Place } from './places.js';
import { DAY_MS, HOUR_MS, PRODUCTS, type Stage } from './stage.js';
import { newWorkstation, type Workstation } from './workstations.js';

/** The parameters of a trial. */
const TRIAL = 2;

interface Trial {
  readonly workstation: Workstation;
  readonly place: Place;
  readonly license: License;
}

/** People who try the product on their own machine: more of them every week, and some buy. */
export const playTrials = (stage: Stage, companies: CompanyRegister): void => {
  const { random, agenda, start, end } = stage;
  const days = Math.round((end - start) / DAY_MS);
  for (let day = 0; day < days; day += 1) {
    const visitors = random.integer(1, 3) + Math.floor((4 * day) / days);
    for (let visitor = 0; visitor < visitors; visitor += 1) {
      agenda.at(start + (day + random.fraction()) * DAY_MS, () => begin(stage, companies));
    }
  }
};

const begin = (stage: Stage, companies: CompanyRegister): void => {
  const { random, agenda } = stage;
  const place = random.pick(MARKETS);
  const since = agenda.now;
  const workstation = newWorkstation(stage, { prefix: 'HOME', home: stage.address(place), since });
  const license = askForTrial(stage, workstation);
  if (license === null) return;
  const trial: Trial = { workstation, place, license };
  start(stage, trial);
  let lastUse = 0;
  for (let day = 1; day < TRIAL_DAYS + 3; day += 1) {
    // Interest fades.
    if (!random.chance(0.6 - 0.03 * day)) continue;
    lastUse = day;
    agenda.at(since + (day + random.between(-0.2, 0.2)) * DAY_MS, () => start(stage, trial));
  }
  if (random.chance(0.05)) agenda.at(since + 4 * DAY_MS, () => askForTrial(stage, workstation));
  if (lastUse > 9 && random.chance(0.4)) {
    stage.atDesk(since + random.between(10, 16) * DAY_MS, () => convert(stage, companies, trial));
  } else if (random.chance(0.02)) {
    stage.atDesk(since + 6 * DAY_MS, () => stop(stage, trial));
  }
};

const TRIAL_DAYS = 15;

const start = (stage: Stage, { workstation, license }: Trial): void => {
  stage.call(Activate, workstation.home, {
    ProductId: license.productId,
    Key: license.key,
    MachineCode: workstation.machineCode,
    FriendlyName: workstation.friendlyName,
  });
};

/** The application asks when it is installed, and gets the same key when it is installed again. */
const askForTrial = (stage: Stage, { home, machineCode, friendlyName }: Workstation): License | null => {
  const reply = stage.call(CreateTrialKey, home, {
    ProductId: PRODUCTS.draft.productId,
    MachineCode: machineCode,
    FriendlyName: friendlyName,
  });
  for (const { kind, row } of reply?.writes ?? []) if (kind === 'license') return row;
  return null;
};

/** A buyer keeps the key: its trial features are removed, a year is added, and it gets a customer. */
const convert = (stage: Stage, companies: CompanyRegister, { license, workstation, place }: Trial): void => {
  const { random, agenda, server } = stage;
  const address = { ProductId: license.productId, Key: license.key };
  companies.add({ place, joins: agenda.now }, ({ customerId }) => {
    server.call(ChangeCustomer, VENDOR.address, { ...address, CustomerId: customerId });
    server.call(RemoveFeature, VENDOR.address, { ...address, Feature: TRIAL });
    server.call(ExtendLicense, VENDOR.address, { ...address, NoOfDays: 365 });
    server.call(ChangeNotes, VENDOR.address, { ...address, Notes: 'Bought after a trial.' });
    // The application is reinstalled and requests a trial whose key is no longer a trial.
    if (random.chance(0.5)) {
      agenda.at(agenda.now + random.between(1, 4) * DAY_MS, () => askForTrial(stage, workstation));
    }
    stage.everyDay(place, agenda.now, ({ midnight, busyness }) => {
      if (!random.chance(0.7 * busyness)) return;
      const morning = Math.max(midnight + random.around(7, 11) * HOUR_MS, agenda.now);
      agenda.at(morning, () => start(stage, { license, workstation, place }));
    });
  });
};

/** The same person with one machine after the other: the key is blocked, and no further trial is granted. */
const stop = (stage: Stage, { license, workstation }: Trial): void => {
  const { random, agenda, server } = stage;
  server.call(BlockKey, VENDOR.address, { ProductId: license.productId, Key: license.key });
  agenda.at(agenda.now + random.between(1, 40) * HOUR_MS, () => askForTrial(stage, workstation));
};
