import type { CustomerId } from '../../../domain/entities/ids.js';
import type { License } from '../../../domain/entities/licensing.js';
import { AddCustomer } from '../../../methods/customer/AddCustomer.js';
import { CreateKey } from '../../../methods/key/CreateKey.js';
import { MARKETS, PLACES, type Place } from './places.js';
import type { Given } from './simulatedServer.js';
import type { Product, Stage } from './stage.js';

/** A customer. */
export interface Company {
  readonly customerId: CustomerId;
  readonly name: string;
  readonly place: Place;
  /** The address of its office. */
  readonly office: string;
  /** When it becomes a customer. */
  readonly joins: number;
}

/** The address of the vendor's shop and back office. */
export const VENDOR = { place: PLACES.SE, address: '90.230.17.0' } as const;

const NAMES = [
  ...['Tarnbeck', 'Quillhaven', 'Veldramoor', 'Ostelund', 'Brindlecote', 'Kestervale', 'Solvanger', 'Marrowick'],
  ...['Hollinmere', 'Uskarra', 'Pellbrook', 'Castrevine', 'Lindhavn', 'Orrowby', 'Stavenell', 'Vintersund'],
  ...['Ambrisol', 'Caldereva', 'Thessaby', 'Fennimark', 'Gorselyn', 'Havringe', 'Isolmark', 'Jostadal'],
  ...['Kurrelund', 'Lamberin', 'Mirovanta', 'Nordavik', 'Oxlorne', 'Prestavane', 'Rovenna', 'Saltermoor'],
];
const TRADES = ['Architects', 'Engineering', 'Interiors', 'Surveying', 'Structures', 'Landscape', 'Studio', 'Prefab'];
const FIRST_NAMES = [
  ...['Anna', 'Ben', 'Chiara', 'Dev', 'Elif', 'Femke', 'Goran', 'Hana', 'Ines', 'Jonas', 'Kenji', 'Lucia'],
  ...['Marek', 'Nadia', 'Olav', 'Priya', 'Quinn', 'Rosa', 'Sven', 'Thandi', 'Uli', 'Vera', 'Will', 'Yuna'],
];
const LAST_NAMES = [
  ...['Aldersey', 'Bergvall', 'Cortelli', 'Dahlmann', 'Eskandar', 'Fairbourne', 'Grunewald', 'Hasegawa'],
  ...['Ibanova', 'Jurgensen', 'Kaminska', 'Lindqvist', 'Marchetti', 'Naidoo', 'Okonjo', 'Petrides'],
];

/** The fixed traits of a company; everything else is random. */
interface Settled {
  readonly name?: string;
  readonly place?: Place;
  readonly joins?: number;
}

/** Creates companies with different names. They become customers one after the other, most of them early. */
export class CompanyRegister {
  readonly #stage: Stage;
  readonly #names: Set<string> = new Set();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Runs `then` once the company is a customer. */
  add(settled: Settled, then: (company: Company) => void): void {
    const { random, start, end } = this.#stage;
    const place = settled.place ?? random.pick(MARKETS);
    const name = settled.name ?? this.#newName();
    const joins = settled.joins ?? start + (end - start) * (0.01 + 0.75 * random.early());
    const office = this.#stage.address(place);
    const contact = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
    this.#stage.atDesk(joins, () => {
      const customerId = this.#enter(name, contact, place);
      then({ customerId, name, place, office, joins: this.#stage.agenda.now });
    });
  }

  #enter(name: string, contact: string, { legalForm }: Place): number {
    const mailbox = contact.toLowerCase().replace(' ', '.');
    const domain = name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
    const made = this.#stage.server.call(AddCustomer, VENDOR.address, {
      Name: contact,
      Email: `${mailbox}@${domain}.example`,
      CompanyName: `${name} ${legalForm}`,
    });
    for (const { kind, row } of made.writes) if (kind === 'customer') return row.customerId;
    throw new Error(`${name} did not become a customer`);
  }

  #newName(): string {
    const { random } = this.#stage;
    for (;;) {
      const name = `${random.pick(NAMES)} ${random.pick(TRADES)}`;
      if (!this.#names.has(name)) {
        this.#names.add(name);
        return name;
      }
    }
  }
}

/** Sells a licence. Features: F1 is the time limit, F2 a trial, F3 to F8 the product's own features. */
export const sell = ({ server }: Stage, { productId }: Product, customerId: CustomerId, terms: Given): License => {
  const { writes } = server.call(CreateKey, VENDOR.address, {
    ProductId: productId,
    Period: 365,
    F1: true,
    CustomerId: customerId,
    ...terms,
  });
  for (const { kind, row } of writes) if (kind === 'license') return row;
  throw new Error('a license could not be created');
};
