import { z } from 'zod';
import type { AccountState } from '../../domain/batch/accountState.js';
import type { DecideContext } from '../../domain/batch/decideContext.js';
import { type Need, need } from '../../domain/batch/need.js';
import type { Outcome } from '../../domain/batch/outcome.js';
import { refused } from '../../domain/batch/outcome.js';
import { type NamedReferencerType, OWNER_KINDS, type OwnerSuffix } from '../../domain/entities/objectOwners.js';
import type { Permission } from '../../domain/entities/permissions.js';
import {
  findObjectById,
  findOwnedObject,
  findOwner,
  type ObjectOwner,
  OWNER_NOT_FOUND,
  type OwnedObject,
} from '../../domain/licensing/dataObjects.js';
import type { ApiMethodName } from '../../domain/log/methodNumbers.js';
import type { State } from '../../domain/log/states.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import type { Addressed } from '../addressed.js';
import { type CommandMethod, identify, type ParameterShape, type Sentence } from '../define.js';
import { integer, licenseAddress, literalText, machineCode, named, optionalId } from '../parameters.js';

/**
 * Every operation on data objects exists in three forms: on any owner (by ReferencerType and ReferencerId, or by the
 * object's Id alone), `ToKey` (by ProductId and Key) and `ToMachineCode` (by ProductId, Key and MachineCode).
 * operations.ts has the operations; this file makes methods of them.
 */

type Read<Shape extends ParameterShape> = z.output<z.ZodObject<Shape>>;

/** Each form of an operation has a number of its own in METHOD_NUMBERS. */
type OperationName = ApiMethodName extends infer Name
  ? Name extends `${infer Operation extends Permission}ToKey`
    ? Operation
    : never
  : never;

/** What an operation declares, whatever its form. */
interface OperationFacts<Shape extends ParameterShape, E extends Sentence, S extends State> {
  /** The name of the general method. */
  readonly name: OperationName;
  /** A sentence whose end, the owner, the form adds. */
  readonly title: string;
  readonly description: string;
  readonly featureLock?: string;
  readonly parameters: Shape;
  readonly errors: readonly E[];
  readonly states: readonly S[];
  readonly result: z.ZodType;
  readonly example: { readonly request: Readonly<Record<string, string | number>>; readonly answer: object };
}

/** An operation on an owner's objects. */
export interface OwnerOperation<Shape extends ParameterShape, E extends Sentence, S extends State, R extends object>
  extends OperationFacts<Shape, E, S> {
  decide(owner: ObjectOwner, state: AccountState, parameters: Read<Shape>, context: DecideContext): Outcome<R, E, S>;
}

/** An operation on one existing object. */
export interface ObjectOperation<Shape extends ParameterShape, E extends Sentence, S extends State>
  extends OperationFacts<Shape, E, S> {
  decide(found: OwnedObject, parameters: Read<Shape>, context: DecideContext): Outcome<object, E, S>;
}

const objectAddress = {
  Id: optionalId().meta({ description: 'The data object’s id. 0: Name is used instead.' }),
  Name: literalText(LIMITS.dataObjectNameChars).meta({
    description: 'The data object’s name, if Id is not given. If several have the name, the oldest is used.',
  }),
} as const;

/** By the vendor's name and by its number. */
const REFERENCER_TYPES: Readonly<Record<string, number>> = Object.fromEntries(
  Object.values(OWNER_KINDS).flatMap(({ apiName, referencerType }) =>
    apiName === null
      ? []
      : [
          [apiName, referencerType],
          [referencerType, referencerType],
        ],
  ),
);

/** How the general methods name an owner. */
export const ownerAddress = {
  ReferencerType: named(REFERENCER_TYPES, OWNER_KINDS.account.referencerType).meta({
    description: 'What the data object belongs to: 0 (User) the account, 1 (Product), 2 (Key).',
  }),
  ReferencerId: integer(0, { min: 0 }).meta({
    description: 'The product id or the key’s GlobalId. Ignored for the account.',
  }),
} as const;

interface OwnerAddress {
  readonly ReferencerType: number;
  readonly ReferencerId: number;
}

const isNamed = (value: number): value is NamedReferencerType => String(value) in REFERENCER_TYPES;

const ACCOUNT = OWNER_KINDS.account.referencerType;

export const ownerReferenceIn = ({ ReferencerType, ReferencerId }: OwnerAddress) => {
  const referencerType = isNamed(ReferencerType) ? ReferencerType : ACCOUNT;
  return { referencerType, referencerId: referencerType === ACCOUNT ? 0 : ReferencerId, machineCode: '' };
};

/** What to load to find an owner and its objects. */
export const ownerNeeds = (address: OwnerAddress): readonly Need[] => {
  const owner = ownerReferenceIn(address);
  const { referencerType, referencerId } = owner;
  switch (referencerType) {
    case OWNER_KINDS.account.referencerType:
      return [need.dataObjectsOf(owner)];
    case OWNER_KINDS.product.referencerType:
      return [need.productWithDataObjects(referencerId)];
    case OWNER_KINDS.key.referencerType:
      return [need.license({ licenseId: referencerId }, { dataObjects: true })];
    default:
      return referencerType satisfies never;
  }
};

export const GENERAL_LOCKS =
  'A product lock must be that of the object’s product or key, a key lock that of its key; a token with a key lock below 0 is refused, because the call names no product and key.';

const unique = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)];

const OWNER_ERRORS = unique<Sentence>([
  SENTENCES.accessDenied,
  SENTENCES.inputIncorrect,
  ...Object.values(OWNER_NOT_FOUND),
]);

interface Form {
  /** The suffix of the operation's name. */
  readonly suffix: '' | OwnerSuffix;
  /** The end of the title. */
  readonly of: string;
  readonly scope: 'own' | 'license';
  readonly remark: string;
  readonly errors: readonly Sentence[];
  readonly exampleAddress: Readonly<Record<string, string | number>>;
}

const factsOf = <Shape extends ParameterShape>(operation: OperationFacts<Shape, Sentence, State>, form: Form) => {
  return {
    ...identify('data', `${operation.name}${form.suffix}`),
    kind: 'command' as const,
    title: `${operation.title} ${form.of}.`,
    description: [operation.description, form.remark].filter((part) => part !== '').join(' '),
    permission: operation.name,
    scope: form.scope,
    ...(operation.featureLock === undefined ? {} : { featureLock: operation.featureLock }),
    errors: unique([...form.errors, ...operation.errors]),
    states: operation.states,
    refusal: 8020 as const,
    result: operation.result,
    example: {
      request: { ...form.exampleAddress, ...operation.example.request },
      answer: { ...operation.example.answer, result: 0, message: '' },
    },
  };
};

/** The general form of an operation that names its owner. */
export const onAnyOwner = <Shape extends ParameterShape, E extends Sentence, S extends State, R extends object>(
  operation: OwnerOperation<Shape, E, S, R>,
): CommandMethod => ({
  ...factsOf(operation, {
    suffix: '',
    of: 'the account, a product or a key',
    scope: 'own',
    remark: GENERAL_LOCKS,
    errors: OWNER_ERRORS,
    exampleAddress: { ReferencerType: OWNER_KINDS.key.referencerType, ReferencerId: 15 },
  }),
  parameters: z.object({ ...ownerAddress, ...operation.parameters }),
  needs: ownerNeeds,
  decide: (state: AccountState, parameters: Read<Shape> & OwnerAddress, context: DecideContext) => {
    const owner = findOwner(state, ownerReferenceIn(parameters), context.caller);
    return typeof owner === 'string' ? refused(owner) : operation.decide(owner, state, parameters, context);
  },
});

/** The general form of an operation on an object: by its Id alone. */
export const byId = <Shape extends ParameterShape, E extends Sentence, S extends State>(
  operation: ObjectOperation<Shape, E, S>,
): CommandMethod => ({
  ...factsOf(operation, {
    suffix: '',
    of: 'the account, a product or a key',
    scope: 'own',
    remark: GENERAL_LOCKS,
    errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.dataObjectNotFound],
    exampleAddress: { Id: 35 },
  }),
  parameters: z.object({ Id: objectAddress.Id, ...operation.parameters }),
  needs: ({ Id }: { readonly Id: number | undefined }) => (Id === undefined ? [] : [need.dataObject(Id)]),
  decide: (
    state: AccountState,
    parameters: Read<Shape> & { readonly Id: number | undefined },
    context: DecideContext,
  ) => {
    const found = parameters.Id === undefined ? undefined : findObjectById(state, parameters.Id, context.caller);
    return found === undefined ? refused(SENTENCES.dataObjectNotFound) : operation.decide(found, parameters, context);
  },
});

/** An operation on an object as one on its owner; Id or Name then names the object. */
export const ofOwner = <Shape extends ParameterShape, E extends Sentence, S extends State>(
  operation: ObjectOperation<Shape, E, S>,
): OwnerOperation<Shape, E | typeof SENTENCES.dataObjectNotFound, S, object> => ({
  ...operation,
  parameters: { ...objectAddress, ...operation.parameters },
  errors: [SENTENCES.dataObjectNotFound, ...operation.errors],
  example: { ...operation.example, request: { Id: 35, ...operation.example.request } },
  decide: (owner, state, parameters, context) => {
    const { Id, Name } = parameters as Read<typeof objectAddress>;
    const found = findOwnedObject(state, owner, { id: Id, name: Name });
    return found === undefined ? refused(SENTENCES.dataObjectNotFound) : operation.decide(found, parameters, context);
  },
});

interface LicenseAddress {
  readonly ProductId: number;
  readonly Key: string;
}

export const toKey = <Shape extends ParameterShape, E extends Sentence, S extends State, R extends object>(
  operation: OwnerOperation<Shape, E, S, R>,
): CommandMethod => ({
  ...factsOf(operation, {
    suffix: OWNER_KINDS.key.suffix,
    of: 'a key',
    scope: 'license',
    remark: '',
    errors: OWNER_ERRORS,
    exampleAddress: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD' },
  }),
  parameters: z.object({ ...licenseAddress, ...operation.parameters }),
  needs: ({ ProductId, Key }: LicenseAddress) => [
    need.license({ productId: ProductId, key: Key }, { dataObjects: true }),
  ],
  decide: (
    state: AccountState,
    parameters: Read<Shape> & LicenseAddress,
    context: DecideContext,
    { license }: Addressed,
  ) => operation.decide({ kind: 'key', license }, state, parameters, context),
});

interface MachineAddress extends LicenseAddress {
  readonly MachineCode: string;
}

export const toMachineCode = <Shape extends ParameterShape, E extends Sentence, S extends State, R extends object>(
  operation: OwnerOperation<Shape, E, S, R>,
): CommandMethod => ({
  ...factsOf(operation, {
    suffix: OWNER_KINDS.machine.suffix,
    of: 'a machine of a key',
    scope: 'license',
    remark: 'The machine need not be active on the key.',
    errors: OWNER_ERRORS,
    exampleAddress: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', MachineCode: 'MACHINE-1' },
  }),
  parameters: z.object({ ...licenseAddress, MachineCode: machineCode(), ...operation.parameters }),
  needs: ({ ProductId: productId, Key: key, MachineCode }: MachineAddress) => [
    need.license({ productId, key }),
    need.machineDataObjects({ productId, key, machineCode: MachineCode }),
  ],
  decide: (
    state: AccountState,
    parameters: Read<Shape> & MachineAddress,
    context: DecideContext,
    { license }: Addressed,
  ) => operation.decide({ kind: 'machine', license, machineCode: parameters.MachineCode }, state, parameters, context),
});
