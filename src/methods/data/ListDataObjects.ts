import { z } from 'zod';
import { productEntry } from '../../domain/batch/logEntry.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { isLocked } from '../../domain/entities/caller.js';
import { findOwner, objectsContaining, ownerEntry } from '../../domain/licensing/dataObjects.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { pageOfDataObjects } from '../../sql/licensing/dataObjects.js';
import { dataObjectFromRow } from '../../sql/licensing/dataObjectTable.js';
import { defineQuery } from '../define.js';
import { flag, optionalId } from '../parameters.js';
import { dataObjectResult } from '../results.js';
import { GENERAL_LOCKS, ownerAddress, ownerNeeds, ownerReferenceIn } from './forms.js';
import { contains, shownObject } from './operations.js';

/** A query, unlike the other data object methods: a search through a whole account must not hold the account's lock. */
export const ListDataObjects = defineQuery({
  category: 'data',
  name: 'ListDataObjects',
  title: 'Lists the data objects of the account, a product or a key, or all of them.',
  description: `In the order in which they were added. ShowAll lists those of all owners, including machine codes, ${LIMITS.dataObjectsPerPage} a call, and is refused to a token with a product or key lock. ${GENERAL_LOCKS}`,
  permission: 'ListDataObjects',
  scope: 'own',
  parameters: z.object({
    ...ownerAddress,
    Contains: contains,
    ShowAll: flag().meta({
      description:
        'Lists all data objects of the account, each with referencerType (3: a machine code of a key) and referencerId.',
    }),
    StartingAfter: optionalId().meta({ description: 'With ShowAll: only objects with a greater id.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [8013, 8020],
  refusal: 8020,
  result: z.strictObject({
    dataObjects: z.array(
      dataObjectResult.extend({ referencerType: z.int().optional(), referencerId: z.int().optional() }),
    ),
  }),
  example: {
    request: { ReferencerType: 2, ReferencerId: 15 },
    answer: { dataObjects: [{ id: 35, name: 'usagecount', stringValue: '', intValue: 10 }], result: 0, message: '' },
  },
  handle: async (access, parameters, { caller }) => {
    const { Contains, ShowAll, StartingAfter = 0 } = parameters;
    if (ShowAll) {
      if (isLocked(caller)) return refused(SENTENCES.accessDenied);
      const rows = await access.run(
        pageOfDataObjects(access.accountId, StartingAfter, Contains, LIMITS.dataObjectsPerPage),
      );
      const dataObjects = rows.map(dataObjectFromRow).map((object) => ({
        ...shownObject(object),
        referencerType: object.referencerType,
        referencerId: object.referencerId,
      }));
      return granted({ dataObjects }, { logs: [productEntry(8013, 0)] });
    }
    const state = await access.load(ownerNeeds(parameters));
    const owner = findOwner(state, ownerReferenceIn(parameters), caller);
    if (typeof owner === 'string') return refused(owner);
    const dataObjects = objectsContaining(state, owner, Contains).map(shownObject);
    return granted({ dataObjects }, { logs: [ownerEntry(8013, owner)] });
  },
});
