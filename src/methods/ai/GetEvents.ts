import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { visibleTo } from '../../domain/entities/caller.js';
import { SENTENCES } from '../../domain/sentences.js';
import { readEventPage } from '../../engine/log/readEvents.js';
import { LIMITS } from '../../limits.js';
import type { EventRow } from '../../sql/log/readEvents.js';
import { defineQuery } from '../define.js';
import { cursor, optionalId, optionalText, pageLimit } from '../parameters.js';
import { eventObject } from '../results.js';
import { timeFilter, timeSpan } from '../timeFilter.js';
import { cursorsOf } from './orderBy.js';
import { refuseReadFaults } from './readFaults.js';

export const GetEvents = defineQuery({
  category: 'ai',
  name: 'GetEvents',
  title: 'Returns registered events and the system information that clients sent.',
  description: `Events are in the order of their ids, oldest first unless \`EndingBefore\` is given. One call by \`FeatureName\` or \`EventName\` scans at most ${LIMITS.skippedEvents.toLocaleString('en')} events, unless it names a key; the answer then has \`next\`, where to continue. Events are kept for at least 30 days, longer if the server is configured so. Locks restrict the visible events as in GetWebAPILog.`,
  permission: 'GetEvents',
  scope: 'filter',
  parameters: z.object({
    Limit: pageLimit(10, 100).meta({ description: 'How many events, at most 100.' }),
    StartingAfter: cursor().meta({ description: 'Events with a greater id.' }),
    EndingBefore: cursor().meta({
      description: 'Events with a smaller id, greatest first; takes precedence over StartingAfter.',
    }),
    Time: timeFilter(SENTENCES.timeFormat).meta({
      description: 'A Unix time, or JSON with any of `gt`, `gte`, `lt`, `lte`, for example {"gte":1534407953}.',
    }),
    ProductId: optionalId().meta({ description: 'Events of this product.' }),
    Key: optionalText(LIMITS.keyChars).meta({ description: 'Events of this key string; requires ProductId.' }),
    Metadata: optionalText(LIMITS.eventMetadataChars).meta({ description: 'Events with exactly this metadata.' }),
    FeatureName: optionalText(LIMITS.eventNameChars).meta({ description: 'Events of exactly this feature.' }),
    EventName: optionalText(LIMITS.eventNameChars).meta({ description: 'Events of exactly this name.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.timeFormat, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({
    events: z.array(eventObject),
    next: z
      .int()
      .nullable()
      .meta({
        description:
          'The cursor of the next call: `StartingAfter`, or `EndingBefore` if that was given; null: no more events. Present only with `FeatureName` or `EventName`.',
      })
      .optional(),
  }),
  example: {
    request: { ProductId: 3349, Time: '{"gte":1767225600}', Limit: 1 },
    answer: {
      events: [
        {
          id: 7,
          productId: 3349,
          key: 'GEBNC-WZZJD-VJIHG-GCMVD',
          machineCode: 'ws-02',
          featureName: 'Export',
          eventName: 'start',
          time: 1767225600,
          value: 0,
          currency: '',
          metadata: '',
        },
      ],
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const { ProductId, Key, Metadata, FeatureName, EventName, Time, Limit } = parameters;
    if (Key !== undefined && ProductId === undefined) return refused(SENTENCES.inputIncorrect);
    const { afterId, beforeId } = cursorsOf(parameters);
    const span = timeSpan(Time);
    const filter = {
      productId: ProductId,
      key: Key,
      ...visibleTo(caller),
      metadata: Metadata,
      featureName: FeatureName,
      eventName: EventName,
      firstTime: span?.first,
      lastTime: span?.last,
      firstId: afterId === undefined ? undefined : afterId + 1,
      lastId: beforeId === undefined ? undefined : beforeId - 1,
    };
    return refuseReadFaults(async () => {
      const { events, reached } = await readEventPage(access, filter, beforeId !== undefined, Limit);
      const shown = events.map(present);
      if (FeatureName === undefined && EventName === undefined) return granted({ events: shown });
      return granted({ events: shown, next: shown.length === Limit ? (shown.at(-1)?.id ?? null) : reached });
    });
  },
});

const present = (row: EventRow) => ({
  id: row.id,
  productId: row.product_id,
  key: row.key ?? '',
  machineCode: row.machine_code,
  featureName: row.feature_name,
  eventName: row.event_name,
  time: row.time,
  value: row.value,
  currency: row.currency,
  metadata: row.metadata,
});
