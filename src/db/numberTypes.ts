import { type CustomTypesConfig, types } from 'pg';

const INT8_OID = 20;
const INT8_ARRAY_OID = 1016;

/** How values come out of PostgreSQL: int8 as a number. Passed to each client, so that no other user of pg is affected. */
export const numberTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && oid === INT8_OID) return parseInt8;
    if (format !== 'binary' && oid === INT8_ARRAY_OID) return parseInt8Array;
    return types.getTypeParser(oid, format as 'text');
  }) as typeof types.getTypeParser,
};

/**
 * @throws RangeError when the value is beyond ±(2^53 − 1): a rounded id would name another row
 */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 value ${text} does not fit a number exactly`);
  return value;
}

function parseInt8Array(text: string): (number | null)[] {
  if (!/^\{[^{}]*\}$/.test(text)) throw new RangeError('only int8 arrays of one dimension are read');
  if (text === '{}') return [];
  return text
    .slice(1, -1)
    .split(',')
    .map((element) => (element === 'NULL' ? null : parseInt8(element)));
}
