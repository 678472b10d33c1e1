import type { CustomerId, LicenseId, ProductId } from '../../domain/entities/ids.js';
import { prepared, unprepared } from '../statement.js';

/**
 * Search as you type. Every statement is of one account, bounded by `most`, and uses the index that its comment names.
 * Prefixes are compared byte by byte (`collate "C"`): texts with a prefix lie between the prefix and the prefix followed by
 * the greatest character.
 */

/** The greatest character there is. */
const LAST = `U&'\\+10FFFF'`;

const beginsWith = (expression: string, text: string): string =>
  `${expression} >= ${text} and ${expression} < ${text} || ${LAST}`;

export interface FoundKeyRow {
  readonly product_id: ProductId;
  readonly product_name: string;
  readonly key: string;
  readonly global_id: LicenseId;
  readonly block: boolean;
  readonly customer_id: CustomerId | null;
  readonly customer_name: string | null;
}

const KEY = `upper(key collate "C") collate "C"`;

/** Keys that begin with a text, whose ASCII letters are in upper case (license_key_prefix). */
export const searchKeys = prepared<FoundKeyRow, [accountId: number, prefix: string, most: number]>(
  'search_keys',
  `select l.product_id, coalesce(p.name, '') as product_name, l.key, l.global_id, l.block, l.customer_id,
     coalesce(nullif(c.company_name, ''), nullif(c.name, ''), c.email) as customer_name
   from (select * from license where account_id = $1 and deleted_at is null and ${beginsWith(KEY, '$2')}
     order by ${KEY} limit $3) l
   left join product p on p.account_id = $1 and p.product_id = l.product_id
   left join customer c on c.account_id = $1 and c.customer_id = l.customer_id
   order by l.key collate "C", l.product_id`,
);

export interface FoundDeviceRow {
  readonly machine_code: string;
  readonly friendly_name: string;
}

const CODE = 'machine_code_normalized collate "C"';

/** Machines whose normalised code begins with a text, each once and by its newest name (log_device_prefix). */
export const searchMachines = prepared<FoundDeviceRow, [accountId: number, prefix: string, most: number]>(
  'search_machines',
  `select distinct on (${CODE}) machine_code, friendly_name from log_device
   where account_id = $1 and machine_code_normalized <> '' and ${beginsWith(CODE, '$2')}
   order by ${CODE}, device_no desc limit $3`,
);

/** The newest devices whose name, lower-cased, fits a pattern of `like` (log_device_name). */
export const searchFriendlyNames = unprepared<FoundDeviceRow, [accountId: number, pattern: string, most: number]>(
  `select machine_code, friendly_name from log_device
   where account_id = $1 and friendly_name_lower <> '' and friendly_name_lower like $2
   order by device_no desc limit $3`,
);

export interface FoundCustomerRow {
  readonly customer_id: CustomerId;
  readonly name: string | null;
  readonly email: string | null;
  readonly company_name: string | null;
}

/** The newest customers of whom ` name company e-mail` fits a pattern of `like`, in any case (customer_texts). */
export const searchCustomers = unprepared<FoundCustomerRow, [accountId: number, pattern: string, most: number]>(
  `select customer_id, name, email, company_name from customer
   where account_id = $1
     and lower(' ' || coalesce(name, '') || ' ' || coalesce(company_name, '') || ' ' || coalesce(email, '')) like lower($2)
   order by customer_id desc limit $3`,
);

/** The newest products whose name contains a text, in any case. An account's products are looked through: they are few. */
export const searchProducts = prepared<
  { readonly product_id: ProductId; readonly name: string },
  [accountId: number, text: string, most: number]
>(
  'search_products',
  `select product_id, name from product where account_id = $1 and strpos(lower(name), lower($2)) > 0
   order by product_id desc limit $3`,
);

const ADDRESS = 'a.address collate "C"';

/**
 * Just behind the last address of the same network: of an IPv4 address the first three octets, of an IPv6 address the
 * first three groups, or fewer with the zeros that `::` stands for.
 */
const behindNetwork = (address: string): string => `case
   when ${address} ~ '^[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+$' then regexp_replace(${address}, '\\.[0-9]+$', '/')
   else coalesce(regexp_replace(substring(${address} from '^(?:[0-9a-f]+:){3}'), ':$', ';'),
     regexp_replace(substring(${address} from '^(?:[0-9a-f]+:){0,2}:'), ':$', ';'), ${address} || chr(1)) end`;

const nextAddress = (from: string): string =>
  `select a.address, a.country from log_address a where a.account_id = $1 and a.address <> ''
     and ${ADDRESS} >= ${from} and ${ADDRESS} < $2 || ${LAST} order by ${ADDRESS} limit 1`;

/** One address of each network whose addresses begin with a text, without walking through the others (log_address_prefix). */
export const searchNetworks = prepared<
  { readonly address: string; readonly country: string },
  [accountId: number, prefix: string, most: number]
>(
  'search_networks',
  `with recursive network as (
     select f.address, f.country, 1 as place from (${nextAddress('$2')}) f
     union all
     select n.address, n.country, w.place + 1 from network w
       cross join lateral (${nextAddress(behindNetwork('w.address'))}) n where w.place < $3
   )
   select address, country from network order by place`,
);
