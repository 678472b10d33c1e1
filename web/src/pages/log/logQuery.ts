import type { Parameters } from '../../api/call.js';
import type { TimeRange } from '../../time/timeRange.js';
import { type LogSearch, stateCodes } from './logSearch.js';

/** What all methods about the log take. */
export type LogFilters = Pick<
  Parameters<'ai/GetWebAPILog'>,
  'ProductId' | 'Key' | 'MachineCode' | 'FriendlyName' | 'States' | 'Address' | 'Country'
>;

export const logFilters = ({ product, key, machine, name, states, address, country }: LogSearch): LogFilters => ({
  ProductId: product,
  // A key alone names nothing, for keys are one product's: the API says so, where leaving it out would show the rows of all keys.
  Key: key,
  MachineCode: machine,
  FriendlyName: name,
  States: states === undefined ? undefined : stateCodes(states),
  Address: address,
  Country: country,
});

/** `Time` for a period. One that ends now is open, so that the newest row is there whatever this machine's clock says. */
export const timeFilter = ({ preset, start, end }: TimeRange): Parameters<'ai/GetWebAPILog'>['Time'] => {
  const until = preset === 'custom' ? { lt: end } : {};
  const from = start === undefined ? {} : { gte: start };
  return preset === 'custom' || start !== undefined ? { ...from, ...until } : undefined;
};

type Given = Readonly<Record<string, unknown>>;

/** The parameters as a query or a form carries them: lists and objects as JSON, what is not given left out. */
export const asForm = (parameters: Given): URLSearchParams => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) form.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return form;
};

/** A call as one pastes it into a shell; `$TOKEN` is an access token of one's own. */
export const asCurl = (method: string, parameters: Given): string => {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const parts = [...asForm(parameters)].map(([name, value]) => `  --data-urlencode ${quoted(`${name}=${value}`)}`);
  return [`curl ${quoted(`${window.location.origin}/api/${method}`)}`, '  -d "token=$TOKEN"', ...parts].join(' \\\n');
};
