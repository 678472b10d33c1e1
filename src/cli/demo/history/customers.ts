import type { License } from '../../../domain/entities/licensing.js';
import { AddDataObjectToKey } from '../../../methods/data/AddDataObjectToKey.js';
import { SetIntValueToKey } from '../../../methods/data/SetIntValueToKey.js';
import { Activate } from '../../../methods/key/Activate.js';
import { AddFeature } from '../../../methods/key/AddFeature.js';
import { BlockKey } from '../../../methods/key/BlockKey.js';
import { ChangeNotes } from '../../../methods/key/ChangeNotes.js';
import { CreateKey } from '../../../methods/key/CreateKey.js';
import { ExtendLicense } from '../../../methods/key/ExtendLicense.js';
import { UnblockKey } from '../../../methods/key/UnblockKey.js';
import { type Company, type CompanyRegister, sell, VENDOR } from './companies.js';
import { CREDITS, playFloatingTeam } from './floatingTeam.js';
import { playNodeLockedTeam } from './nodeLockedTeam.js';
import { PLACES } from './places.js';
import { playRenderFarm } from './renderFarm.js';
import { DAY_MS, HOUR_MS, PRODUCTS, type Stage } from './stage.js';
import { playViewers } from './viewers.js';
import { playWorkshop } from './workshop.js';
import { newMachineCode } from './workstations.js';

const addressOfKey = ({ productId, key }: License) => ({ ProductId: productId, Key: key });

/**
 * The traits of a customer that are fixed before the story begins, so that every run has the same customers; everything
 * else depends on the hour.
 */
interface CompanyPlan {
  readonly deskSize: number;
  /** Mostly one seat too many, sometimes one too few. */
  readonly spareSeats: number;
  readonly rendering: RenderingPlan | null;
  /** People on a site; 0: none. */
  readonly viewers: number;
}

interface RenderingPlan {
  readonly size: number;
  readonly maxOverdraft: number;
  readonly usesCredits: boolean;
}

export const planCompany = ({ random }: Stage): CompanyPlan => ({
  deskSize: 2 + Math.floor(40 * random.early()),
  spareSeats: random.integer(-1, 4),
  rendering: random.chance(0.4)
    ? {
        size: 3 + Math.floor(24 * random.early()),
        maxOverdraft: random.chance(0.3) ? 2 : 0,
        usesCredits: random.chance(0.35),
      }
    : null,
  viewers: random.chance(0.35) ? random.integer(4, 24) : 0,
});

/** Any customer: one team at the desk, perhaps one that renders, perhaps people on a site. */
export const playCompany = (stage: Stage, company: Company, plan: CompanyPlan): void => {
  const { random } = stage;
  const { deskSize: size, spareSeats, rendering, viewers } = plan;
  const MaxNoOfMachines = Math.max(1, size + spareSeats);
  const license = sell(stage, PRODUCTS.draft, company.customerId, { MaxNoOfMachines });
  playNodeLockedTeam(stage, { company, license, size, rolloutDays: 20, sharesSeats: false });
  if (rendering !== null) playRendering(stage, company, rendering);
  if (viewers > 0) {
    const site = sell(stage, PRODUCTS.viewer, company.customerId, { MaxNoOfMachines: 0 });
    playViewers(stage, company, site, viewers);
  }
  const later = (days: number): number => stage.agenda.now + random.between(3, days) * DAY_MS;
  if (random.chance(0.2)) {
    stage.atDesk(later(25), () =>
      stage.server.call(AddFeature, VENDOR.address, { ...addressOfKey(license), Feature: random.integer(3, 6) }),
    );
  }
  if (random.chance(0.15)) {
    const Notes = random.pick(['Invoice by post.', 'Asked for a training.', 'Prefers e-mail.']);
    stage.atDesk(later(20), () => stage.server.call(ChangeNotes, VENDOR.address, { ...addressOfKey(license), Notes }));
  }
};

/** Floating seats for most of the concurrent demand; some customers pay by use. */
const playRendering = (stage: Stage, company: Company, { size, ...plan }: RenderingPlan): void => {
  const { random, agenda } = stage;
  const limit = Math.max(2, Math.ceil(size * 0.6));
  const license = sell(stage, PRODUCTS.render, company.customerId, { MaxNoOfMachines: limit });
  playFloatingTeam(stage, { ...plan, company, license, size, rolloutDays: 15, demand: 0.5 });
  if (!plan.usesCredits) return;
  stage.server.call(AddDataObjectToKey, VENDOR.address, { ...addressOfKey(license), Name: CREDITS, IntValue: 900 });
  const fill = (time: number): void =>
    stage.atDesk(time, () => {
      stage.server.call(SetIntValueToKey, VENDOR.address, { ...addressOfKey(license), Name: CREDITS, IntValue: 1_200 });
      fill(agenda.now + random.between(9, 16) * DAY_MS);
    });
  fill(agenda.now + 10 * DAY_MS);
};

/** The keys that the demo points out. */
export interface NotableKeys {
  /** More machines than seats. */
  readonly desk: License;
  /** Of the same customer: more people than floating seats at office hours. */
  readonly full: License;
  /** Exceeds its limit within its overdraft. */
  readonly overdraft: License;
}

/** Customers with a special story. All of them exist within the first two days. */
export const playNotableCompanies = (stage: Stage, companies: CompanyRegister): (() => NotableKeys) => {
  const { start } = stage;
  const notable: { -readonly [Name in keyof NotableKeys]?: License } = {};
  const early = start + 0.3 * DAY_MS;
  companies.add({ name: 'Brackwater Architects', place: PLACES.GB, joins: early }, (company) => {
    Object.assign(notable, playFullCustomer(stage, company));
  });
  companies.add({ name: 'Lumenfjord Film', place: PLACES.NO, joins: early }, (company) => {
    const license = sell(stage, PRODUCTS.render, company.customerId, { MaxNoOfMachines: 8 });
    playFloatingTeam(stage, {
      company,
      license,
      size: 14,
      rolloutDays: 10,
      demand: 0.85,
      maxOverdraft: 3,
      usesCredits: false,
    });
    notable.overdraft = license;
  });
  companies.add({ name: 'Nocterra Pictures', place: PLACES.US, joins: start + 0.5 * DAY_MS }, (company) => {
    const license = sell(stage, PRODUCTS.render, company.customerId, { MaxNoOfMachines: 12 });
    playRenderFarm(stage, company, license, 10);
  });
  companies.add({ name: 'Prestavane Visuals', place: PLACES.IT, joins: start + 0.6 * DAY_MS }, (company) =>
    // Uses more than its credits: they run out before they are refilled.
    playRendering(stage, company, { size: 18, maxOverdraft: 2, usesCredits: true }),
  );
  companies.add({ name: 'Academy of Applied Drawing', place: PLACES.DE, joins: start + DAY_MS }, (company) =>
    playAcademy(stage, company),
  );
  playLatePayers(stage, companies);
  playRenewals(stage, companies);
  playSilentMachines(stage, companies);
  return () => {
    const { desk, full, overdraft } = notable;
    if (desk === undefined || full === undefined || overdraft === undefined) {
      throw new Error('the story has lost its main characters');
    }
    return { desk, full, overdraft };
  };
};

/** Grew faster than its licenses: denied at the desk and, every office day, at rendering. */
const playFullCustomer = (stage: Stage, company: Company): Pick<NotableKeys, 'desk' | 'full'> => {
  const desk = sell(stage, PRODUCTS.draft, company.customerId, { MaxNoOfMachines: 10 });
  playNodeLockedTeam(stage, { company, license: desk, size: 14, rolloutDays: 30, sharesSeats: true });
  const full = sell(stage, PRODUCTS.render, company.customerId, {
    MaxNoOfMachines: 12,
    Notes: 'Asked twice why rendering is "always full".',
  });
  playFloatingTeam(stage, {
    company,
    license: full,
    size: 21,
    rolloutDays: 40,
    demand: 0.9,
    maxOverdraft: 0,
    usesCredits: false,
  });
  return { desk, full };
};

/** A course every two weeks, each with its own key whose countdown starts on activation. */
const playAcademy = (stage: Stage, company: Company): void => {
  const { random, agenda } = stage;
  for (let day = 6; day < 60; day += 14) {
    stage.atDesk(agenda.now + day * DAY_MS, () => {
      const license = sell(stage, PRODUCTS.draft, company.customerId, {
        MaxNoOfMachines: 24,
        Period: 14,
        TrialActivation: true,
        F2: true,
        Notes: 'Course',
      });
      playWorkshop(stage, company, license, random.integer(12, 24));
    });
  }
};

/** Blocked until they pay: one does. */
const playLatePayers = (stage: Stage, companies: CompanyRegister): void => {
  const { start, server, agenda } = stage;
  for (const pays of [true, false]) {
    companies.add({ joins: start + 1.2 * DAY_MS }, (company) => {
      const license = sell(stage, PRODUCTS.draft, company.customerId, { MaxNoOfMachines: 12 });
      playNodeLockedTeam(stage, {
        company,
        license,
        size: 9,
        rolloutDays: 10,
        sharesSeats: false,
        // Users who are refused for weeks give up.
        stops: () => (pays ? Infinity : start + 45 * DAY_MS),
      });
      stage.atDesk(start + 30.4 * DAY_MS, () => {
        server.call(BlockKey, VENDOR.address, addressOfKey(license));
        server.call(ChangeNotes, VENDOR.address, { ...addressOfKey(license), Notes: 'Two invoices are open.' });
        if (!pays) return;
        stage.atDesk(agenda.now + 5 * DAY_MS, () => {
          server.call(UnblockKey, VENDOR.address, addressOfKey(license));
        });
      });
    });
  }
};

/** Bought a year ago: one renews some days late, after the back office mistyped its key; the other lets it expire. */
const playRenewals = (stage: Stage, companies: CompanyRegister): void => {
  const { start, server, agenda } = stage;
  for (const renews of [true, false]) {
    companies.add({ joins: start - 338 * DAY_MS }, (company) => {
      const license = sell(stage, PRODUCTS.draft, company.customerId, { MaxNoOfMachines: 9 });
      playNodeLockedTeam(stage, {
        company: { ...company, joins: start + HOUR_MS },
        license,
        size: 8,
        rolloutDays: 6,
        sharesSeats: false,
        stops: () => {
          const { expires } = server.license(license.licenseId);
          return agenda.now > expires ? expires + 4 * DAY_MS : Infinity;
        },
      });
      if (!renews) return;
      stage.atDesk(license.expires + 3.4 * DAY_MS, () => {
        const mistyped = { ProductId: license.productId, Key: license.key.replace(/.$/, '0'), NoOfDays: 365 };
        server.call(ExtendLicense, VENDOR.address, mistyped);
        server.call(ExtendLicense, VENDOR.address, { ...mistyped, Key: license.key });
        // And a second key for a customer id that does not exist.
        server.call(CreateKey, VENDOR.address, { ProductId: license.productId, CustomerId: 999_999 });
      });
    });
  }
};

/** Machines without a network, activated long before the log begins and silent since. */
const playSilentMachines = (stage: Stage, companies: CompanyRegister): void => {
  const { start } = stage;
  companies.add({ name: 'Lamberin Shipyards', place: PLACES.KR, joins: start - 200 * DAY_MS }, (company) => {
    const license = sell(stage, PRODUCTS.draft, company.customerId, { MaxNoOfMachines: 10, Notes: 'No network.' });
    for (const hall of [1, 2, 3, 4, 5]) {
      stage.call(Activate, company.office, {
        ...addressOfKey(license),
        MachineCode: newMachineCode(stage),
        FriendlyName: `hall-${hall}`,
      });
    }
  });
};
