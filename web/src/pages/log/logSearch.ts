import { idIn, textIn } from '../../searchText.js';

/** The filters of the log explorer, as the URL has them. */
export interface LogSearch {
  readonly product?: number | undefined;
  /** Asks for `product` too. */
  readonly key?: string | undefined;
  /** All of a machine code, in its case. */
  readonly machine?: string | undefined;
  /** Part of a friendly name. */
  readonly name?: string | undefined;
  /** A network, as rows show it. */
  readonly address?: string | undefined;
  /** ISO 3166 alpha-2. */
  readonly country?: string | undefined;
  /** State codes with commas between. */
  readonly states?: string | undefined;
  /** Rows are followed as they arrive. */
  readonly live?: boolean | undefined;
}

const statesIn = (value: unknown): string | undefined => {
  const codes = [...new Set((textIn(value) ?? '').split(',').filter((code) => /^\d{4}$/.test(code)))].sort();
  return codes.length === 0 ? undefined : codes.join(',');
};

export const readLogSearch = (search: Readonly<Record<string, unknown>>): LogSearch => {
  const product = idIn(search.product);
  const key = textIn(search.key);
  const machine = textIn(search.machine);
  const name = textIn(search.name);
  const states = statesIn(search.states);
  const address = textIn(search.address);
  const country = textIn(search.country);
  return {
    ...(product !== undefined && { product }),
    ...(key !== undefined && { key }),
    ...(machine !== undefined && { machine }),
    ...(name !== undefined && { name }),
    ...(states !== undefined && { states }),
    ...(address !== undefined && { address }),
    ...(country !== undefined && { country }),
    ...((search.live === 'true' || search.live === true) && { live: true }),
  };
};

/** The codes of `states`. */
export const stateCodes = (states: string | undefined): readonly number[] =>
  states === undefined ? [] : states.split(',').map(Number);
