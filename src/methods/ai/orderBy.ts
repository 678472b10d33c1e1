import { LOG_FIELDS, type LogField, type LogQuery } from '../../domain/log/webApiLog.js';
import { text } from '../parameters.js';

const fieldNamed = new Map<string, LogField>(LOG_FIELDS.map((field) => [field.toLowerCase(), field]));
const PATTERN = /^\s*(\w+)(?:\s+(ascending|descending))?\s*$/i;

const LONGEST = 100;

const readOrder = (order: string): LogQuery['order'] | undefined => {
  const match = PATTERN.exec(order);
  const by = fieldNamed.get(match?.[1]?.toLowerCase() ?? '');
  return by === undefined ? undefined : { by, descending: match?.[2]?.toLowerCase() === 'descending' };
};

/**
 * A field of the log's rows, case-insensitive, optionally followed by `ascending` or `descending`. "" when not given.
 */
export const orderBy = () =>
  text(LONGEST)
    .refine((order) => order === '' || readOrder(order) !== undefined)
    .meta({ description: 'A field of the rows, optionally followed by `ascending` (the default) or `descending`.' });

/** The order of a page: `EndingBefore` alone pages backwards. */
export const orderOf = (parameters: { readonly OrderBy: string; readonly EndingBefore?: number | undefined }) =>
  readOrder(parameters.OrderBy) ?? ({ by: 'id', descending: parameters.EndingBefore !== undefined } as const);

/** With both cursors `EndingBefore` takes precedence. */
export const cursorsOf = (parameters: {
  readonly StartingAfter?: number | undefined;
  readonly EndingBefore?: number | undefined;
}) =>
  parameters.EndingBefore === undefined
    ? { afterId: parameters.StartingAfter, beforeId: undefined }
    : { afterId: undefined, beforeId: parameters.EndingBefore };
