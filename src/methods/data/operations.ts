import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { scopeOf } from '../../domain/entities/caller.js';
import type { DataObject } from '../../domain/entities/licensing.js';
import {
  decideAddObject,
  decideRemoveObject,
  decideSetInt,
  decideSetString,
  decideStep,
  objectsContaining,
  ownerEntry,
} from '../../domain/licensing/dataObjects.js';
import type { State } from '../../domain/log/states.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import type { ParameterShape, Sentence } from '../define.js';
import { flag, int32OrZero, integer, literalText, text } from '../parameters.js';
import { dataObjectResult, nothing } from '../results.js';
import type { ObjectOperation, OwnerOperation } from './forms.js';

/** Operations on data objects; forms.ts makes three methods of each. */

const operation = <Shape extends ParameterShape, const E extends Sentence, const S extends State, R extends object>(
  declared: OwnerOperation<Shape, E, S, R>,
) => declared;

const objectOperation = <Shape extends ParameterShape, const E extends Sentence, const S extends State>(
  declared: ObjectOperation<Shape, E, S>,
) => declared;

export const addDataObject = operation({
  name: 'AddDataObject',
  title: 'Adds a data object to',
  description: `Names need not be unique unless CheckForDuplicates is set. An owner has at most ${LIMITS.dataObjectsPerOwner} data objects.`,
  parameters: {
    Name: literalText(LIMITS.dataObjectNameChars).meta({
      description: 'May be empty; the object then has only an id.',
    }),
    StringValue: literalText(LIMITS.dataObjectStringChars).meta({
      description: 'Stored unchanged: `None` and `null` are ordinary text.',
    }),
    IntValue: integer(0).meta({ description: 'An int32.' }),
    CheckForDuplicates: flag().meta({ description: 'Refuses a second object of this name and owner.' }),
  },
  errors: [SENTENCES.dataObjectExists, SENTENCES.dataObjectLimit],
  states: [8011, 8020],
  result: z.strictObject({ id: z.int().meta({ description: 'The new object’s id.' }) }),
  example: { request: { Name: 'usagecount', IntValue: 10 }, answer: { id: 35 } },
  decide: (owner, state, parameters, context) =>
    decideAddObject(
      state,
      owner,
      {
        name: parameters.Name,
        stringValue: parameters.StringValue,
        intValue: parameters.IntValue,
        checkForDuplicates: parameters.CheckForDuplicates,
      },
      LIMITS.dataObjectsPerOwner,
      context,
    ),
});

export const contains = text(LIMITS.dataObjectNameChars).meta({
  description: 'Only objects whose name contains this, case-sensitive.',
});

/** A data object as answers show it. */
export const shownObject = ({ id, name, stringValue, intValue }: DataObject) => ({ id, name, stringValue, intValue });

export const listDataObjects = operation({
  name: 'ListDataObjects',
  title: 'Lists the data objects of',
  description: 'In the order in which they were added.',
  parameters: { Contains: contains },
  errors: [],
  states: [8013, 8020],
  result: z.strictObject({ dataObjects: z.array(dataObjectResult) }),
  example: {
    request: {},
    answer: { dataObjects: [{ id: 35, name: 'usagecount', stringValue: '', intValue: 10 }] },
  },
  decide: (owner, state, { Contains }) =>
    granted(
      { dataObjects: objectsContaining(state, owner, Contains).map(shownObject) },
      { logs: [ownerEntry(8013, owner)] },
    ),
});

export const setIntValue = objectOperation({
  name: 'SetIntValue',
  title: 'Sets the integer of a data object of',
  description: 'Replaces the value.',
  parameters: { IntValue: int32OrZero().meta({ description: 'An integer beyond int32 is stored as 0.' }) },
  errors: [],
  states: [8016, 8020],
  result: nothing,
  example: { request: { IntValue: 10 }, answer: {} },
  decide: (found, { IntValue }) => decideSetInt(found, IntValue),
});

export const setStringValue = objectOperation({
  name: 'SetStringValue',
  title: 'Sets the string of a data object of',
  description: 'Replaces the text.',
  parameters: {
    StringValue: literalText(LIMITS.dataObjectStringChars).meta({
      description: 'Stored unchanged: `None` and `null` are ordinary text. Default: the empty text.',
    }),
  },
  errors: [],
  states: [8017, 8020],
  result: nothing,
  example: { request: { StringValue: 'a text' }, answer: {} },
  decide: (found, { StringValue }) => decideSetString(found, StringValue),
});

const STEP_PARAMETERS = {
  IntValue: integer(0).meta({ description: 'The step. Its sign is ignored.' }),
  EnableBound: flag().meta({ description: 'Whether Bound applies.' }),
  Bound: integer(0).meta({ description: 'The last value that may be reached. A step beyond it is refused entirely.' }),
} as const;

const STEP_FEATURE_LOCK = 'The largest step.';

const STEP_ERRORS = [SENTENCES.accessDenied, SENTENCES.dataObjectBound, SENTENCES.dataObjectOverflow] as const;

const stepIn = (
  parameters: { readonly IntValue: number; readonly EnableBound: boolean; readonly Bound: number },
  largestStep: number,
) => ({
  intValue: parameters.IntValue,
  bound: parameters.EnableBound ? parameters.Bound : null,
  largestStep,
});

export const incrementIntValue = objectOperation({
  name: 'IncrementIntValue',
  title: 'Adds to the integer of a data object of',
  description: 'Concurrent calls add up exactly, and none exceeds its bound or int32.',
  featureLock: STEP_FEATURE_LOCK,
  parameters: STEP_PARAMETERS,
  errors: STEP_ERRORS,
  states: [8014, 8020],
  result: nothing,
  example: { request: { IntValue: 1, EnableBound: 'true', Bound: 10 }, answer: {} },
  decide: (found, parameters, { caller }) => decideStep(found, 8014, stepIn(parameters, scopeOf(caller).featureLock)),
});

export const decrementIntValue = objectOperation({
  name: 'DecrementIntValue',
  title: 'Subtracts from the integer of a data object of',
  description: 'Concurrent calls add up exactly, and none exceeds its bound or int32.',
  featureLock: STEP_FEATURE_LOCK,
  parameters: STEP_PARAMETERS,
  errors: STEP_ERRORS,
  states: [8015, 8020],
  result: nothing,
  example: { request: { IntValue: 1, EnableBound: 'true', Bound: 0 }, answer: {} },
  decide: (found, parameters, { caller }) => decideStep(found, 8015, stepIn(parameters, scopeOf(caller).featureLock)),
});

export const removeDataObject = objectOperation({
  name: 'RemoveDataObject',
  title: 'Removes a data object of',
  description: 'The id is never reused.',
  parameters: {},
  errors: [],
  states: [8012, 8020],
  result: nothing,
  example: { request: {}, answer: {} },
  decide: (found) => decideRemoveObject(found),
});
