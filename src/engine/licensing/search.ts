import { maskAddress } from '../../domain/log/address.js';
import { normalizeMachineCode } from '../../domain/log/machineCode.js';
import * as sql from '../../sql/licensing/search.js';
import type { AccountReads } from '../reads.js';

/** The kinds that Search includes; the others stay empty. */
export interface SearchedKinds {
  readonly machines: boolean;
  readonly customers: boolean;
  readonly products: boolean;
}

/** A trigram index needs three letters: shorter texts are searched as prefixes only. */
const FEW_CHARS = 3;

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** A prefix of an address, cut to its network, since only the network is shown; null: not a part of an address. */
const networkPrefix = (text: string): string | null => {
  const address = text.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  const v4 = /^(?:\d{1,3}\.){3}/.exec(address);
  if (v4 !== null) return v4[0];
  if (/^[\d.]{1,15}$/.test(address)) return address;
  if (!/^[\da-f:]{2,39}$/.test(address)) return null;
  return /^(?:[\da-f]+:){3}|^(?:[\da-f]+:){0,2}:/.exec(address)?.[0] ?? address;
};

/** Up to `most` of each kind. */
export const search = async ({ accountId, run }: AccountReads, query: string, kinds: SearchedKinds, most: number) => {
  const none = Promise.resolve([]);
  const few = query.length < FEW_CHARS;
  const code = normalizeMachineCode(query);
  const network = networkPrefix(query);
  const text = escaped(query);
  const [keys, machines, friendlyNames, customers, products, addresses] = await Promise.all([
    run(
      sql.searchKeys(
        accountId,
        query.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
        most,
      ),
    ),
    kinds.machines && code !== '' ? run(sql.searchMachines(accountId, code, most)) : none,
    kinds.machines ? run(sql.searchFriendlyNames(accountId, `${few ? '' : '%'}${text.toLowerCase()}%`, most)) : none,
    kinds.customers ? run(sql.searchCustomers(accountId, `%${few ? ' ' : ''}${text}%`, most)) : none,
    kinds.products ? run(sql.searchProducts(accountId, query, most)) : none,
    kinds.machines && network !== null ? run(sql.searchNetworks(accountId, network, most)) : none,
  ]);
  return { keys, machines, friendlyNames, customers, products, addresses: masked(addresses) };
};

/** Each network once; invalid addresses are omitted. */
const masked = (found: readonly { readonly address: string; readonly country: string }[]) => {
  const countries = new Map(found.map(({ address, country }) => [maskAddress(address), country]));
  countries.delete('');
  return [...countries].map(([address, country]) => ({ address, country }));
};
