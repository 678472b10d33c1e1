import { PERMISSIONS } from '../../src/domain/entities/permissions.js';
import { permissionsOf } from '../../src/domain/entities/roles.js';
import type { Method } from '../../src/methods/define.js';
import type { ExtMethod } from '../../src/methods/ext/define.js';
import type { TestParameters, TokenScope } from './server.js';
import type { Subject } from './subject.js';

/** A call that is granted when it is made on a fresh subject. */
export interface ValidCall {
  readonly parameters: TestParameters;
  /** What the token must be besides permitted; its locks then are what the method asks for. */
  readonly token?: TokenScope;
  /** Permissions that the caller must have besides the method's own, because it may not give what it has not. */
  readonly also?: readonly string[];
}

/** No two people have the same. */
let emails = 0;

const analyst = permissionsOf('analyst');
const ANALYST: readonly string[] = analyst === 'all' ? PERMISSIONS : analyst;

/**
 * Calls of methods whose example request, with the subject's ids in place of the example's, would be refused. By the
 * method's name.
 */
const VALID_CALLS: Readonly<Record<string, (subject: Subject) => ValidCall>> = {
  KeyLock: ({ product, license }) => ({
    parameters: { ProductId: product.productId, Key: license.key },
    token: { keyLock: -1 },
  }),
  // Its own token is the first of the list, whatever other tests make meanwhile.
  GetTokens: ({ tokenId }) => ({ parameters: { EndingBefore: tokenId + 1 } }),
  // A token that may do what its maker may.
  CreateToken: ({ product }) => ({
    parameters: { Name: 'made', Permissions: '["ManageTokens"]', ProductLock: product.productId },
  }),
  CreateUser: () => {
    emails += 1;
    const parameters = { Email: `made${emails}@example.com`, Name: 'Made', Role: 'analyst' };
    return { parameters, also: ANALYST };
  },
  ChangeUser: ({ userId }) => ({ parameters: { UserId: userId, Name: 'Changed', Role: 'analyst' }, also: ANALYST }),
  RemoveUser: ({ userId }) => ({ parameters: { UserId: userId }, also: ANALYST }),
  ResetPassword: ({ userId }) => ({ parameters: { UserId: userId }, also: ANALYST }),
};

/** A call of the method that must succeed on this subject. */
export const validCall = (method: Method, subject: Subject): ValidCall =>
  VALID_CALLS[method.name]?.(subject) ?? { parameters: exampleFor(method, subject) };

const dataObjectFor = (method: Method, { dataObjects }: Subject) => {
  if (method.name.endsWith('ToKey')) return dataObjects.ofKey;
  return method.name.endsWith('ToMachineCode') ? dataObjects.ofMachine : dataObjects.ofProduct;
};

/** The example request about the subject's objects instead of the example's. */
const exampleFor = (method: Method, subject: Subject): TestParameters => {
  const { request } = method.example;
  const dataObject = dataObjectFor(method, subject);
  const instead: Record<string, string | number> = {
    ProductId: subject.product.productId,
    Key: subject.license.key,
    MachineCode: subject.machine.machineCode,
    CustomerId: subject.customer.customerId,
    TokenId: subject.tokenId,
    Secret: method.name === 'AddCustomer' ? `new-${subject.customer.secret}` : subject.customer.secret,
    ...(method.category === 'data' ? { Id: dataObject.id } : {}),
    ...(method.category === 'data' && !/^(Add|List)/.test(method.name) ? { Name: dataObject.name } : {}),
    ReferencerId: [0, subject.product.productId, subject.license.licenseId][Number(request.ReferencerType ?? 0)] ?? 0,
  };
  return Object.fromEntries(Object.entries(request).map(([name, value]) => [name, instead[name] ?? value]));
};

/** The example request of a method of Web API 2 about the subject's objects, by the owner of the account. */
export const validExtCall = (
  method: ExtMethod,
  { product, license, machine }: Subject,
  owner: { readonly uid: number; readonly privateKey: string },
): TestParameters => {
  const instead: Readonly<Record<string, string | number>> = {
    ...owner,
    UserId: owner.uid,
    PrivateKey: owner.privateKey,
    pid: product.productId,
    ProductId: product.productId,
    hsum: product.hsum,
    sid: license.key,
    mid: machine.machineCode,
  };
  return Object.fromEntries(
    Object.entries(method.example.request).map(([name, value]) => [name, instead[name] ?? value]),
  );
};
