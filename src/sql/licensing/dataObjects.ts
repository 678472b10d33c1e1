import { prepared } from '../statement.js';
import { columnsOf } from '../table.js';
import { DATA_OBJECT_TABLE, type DataObjectRow } from './dataObjectTable.js';

/** All data objects of an account, whatever they belong to, in order of id; an empty `contains` fits every name. */
export const pageOfDataObjects = prepared<
  DataObjectRow,
  [accountId: number, afterId: number, contains: string, most: number]
>(
  'page_of_data_objects',
  `select ${columnsOf(DATA_OBJECT_TABLE, 'o')} from data_object o
   where o.account_id = $1 and o.id > $2 and strpos(o.name, $3) > 0
   order by o.id limit $4`,
);
