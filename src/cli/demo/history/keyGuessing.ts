import { Activate } from '../../../methods/key/Activate.js';
import { GetKey } from '../../../methods/key/GetKey.js';
import { PLACES } from './places.js';
import { DAY_MS, HOUR_MS, PRODUCTS, type Stage } from './stage.js';

/** A night in which an attacker tries keys. */
interface Guessing {
  readonly from: number;
  readonly until: number;
  readonly guesses: number;
  readonly addresses: readonly string[];
}

/** The attacker does not know which products exist. */
const NO_PRODUCT = 1_000;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const guessedKey = ({ random }: Stage): string => [1, 2, 3, 4].map(() => random.text(LETTERS, 5)).join('-');

/** Two bursts of nonexistent keys, from a handful of addresses. Returns the first, larger one. */
export const playKeyGuessing = (stage: Stage): Guessing => {
  const { start } = stage;
  const places = [PLACES.US, PLACES.NL, PLACES.BR, PLACES.PL];
  const first: Guessing = {
    from: start + 44.1 * DAY_MS,
    until: start + 44.1 * DAY_MS + 0.8 * HOUR_MS,
    guesses: 1_300,
    addresses: places.map((place) => stage.address(place)),
  };
  guess(stage, first);
  const from = start + 53.7 * DAY_MS;
  guess(stage, { from, until: from + 0.2 * HOUR_MS, guesses: 250, addresses: first.addresses.slice(0, 2) });
  return first;
};

const guess = (stage: Stage, { from, until, guesses, addresses }: Guessing): void => {
  const { random, agenda, server } = stage;
  const productIds = [...Object.values(PRODUCTS).map(({ productId }) => productId), NO_PRODUCT];
  for (let count = 0; count < guesses; count += 1) {
    agenda.at(random.between(from, until), () => {
      const address = random.pick(addresses);
      const productId = random.pick(productIds);
      const key = guessedKey(stage);
      if (random.chance(0.4)) server.askInVain(GetKey, address, { productId, key });
      else stage.call(Activate, address, { ProductId: productId, Key: key, MachineCode: 'pc-1' });
    });
  }
};
