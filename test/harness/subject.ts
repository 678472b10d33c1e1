import { granted } from '../../src/domain/batch/outcome.js';
import type { Customer, DataObject, License, Machine, Product } from '../../src/domain/entities/licensing.js';
import type { ReferencerType } from '../../src/domain/entities/objectOwners.js';
import { decodeTokenText } from '../../src/domain/identity/tokenText.js';
import type { Method } from '../../src/methods/define.js';
import { createUser } from './administer.js';
import { addLicense } from './licenses.js';
import type { TestServer } from './server.js';

/** One of everything that a call can be about, touched by nobody else. */
export interface Subject {
  readonly product: Product;
  readonly license: License;
  /** Another license of the same product. */
  readonly otherLicense: License;
  readonly customer: Customer;
  /** A user and a token, where the method is about those; otherwise ids that nothing has. */
  readonly userId: number;
  readonly tokenId: number;
  /** Node-locked on `license`. */
  readonly machine: Machine;
  readonly dataObjects: {
    readonly ofAccount: DataObject;
    readonly ofProduct: DataObject;
    readonly ofKey: DataObject;
    readonly ofMachine: DataObject;
  };
}

let subjects = 0;

/** A key string of the usual form that no other subject has. */
const nextKey = (): string => {
  subjects += 1;
  const letters = [...String(subjects).padStart(5, '0')].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('');
  return `${letters}-KEYFO-RTEST-AAAAA`;
};

const NONE = 999_999_999;

const addUser = async (server: TestServer): Promise<number> => {
  subjects += 1;
  const user = { email: `subject${subjects}@example.com`, name: 'Subject', role: 'analyst' } as const;
  return (await createUser(server.engine, 1, user)).user.userId;
};

/** Makes a subject in account 1, with what only methods like this one need. */
export const createSubject = async (server: TestServer, method?: Method): Promise<Subject> => {
  const product = await server.product({ isPublic: true });
  const { customer, dataObjectIds } = await addCustomer(server);
  const { productId } = product;
  const license = await addLicense(server.engine, {
    productId,
    key: nextKey(),
    maxNoOfMachines: 5,
    customerId: customer.customerId,
    optionalField: 10,
  });
  const otherLicense = await addLicense(server.engine, { productId, key: nextKey(), idInProduct: 2 });
  const machine: Machine = {
    licenseId: license.licenseId,
    floating: false,
    machineCode: 'MACHINE-1',
    friendlyName: 'Desk',
    ip: '192.0.2.1',
    time: license.created,
    floatingExpires: null,
    overdraft: false,
  };
  const object = (
    id: number,
    referencerType: ReferencerType,
    referencerId: number,
    machineCode: string,
  ): DataObject => ({
    id,
    referencerType,
    referencerId,
    machineCode,
    name: `object ${id}`,
    stringValue: 'text',
    intValue: 5,
  });
  const [first = 0, second = 0, third = 0, fourth = 0] = dataObjectIds;
  const dataObjects = {
    ofAccount: object(first, 0, 0, ''),
    ofProduct: object(second, 1, productId, ''),
    ofKey: object(third, 2, license.licenseId, ''),
    ofMachine: object(fourth, 3, license.licenseId, machine.machineCode),
  };
  await server.engine.submit(1, {
    method: 0,
    caller: { kind: 'shell', accountId: 1 },
    ip: '',
    needs: [],
    decide: () =>
      granted(
        {},
        {
          writes: [
            { kind: 'product', row: { ...product, lastLicenseId: 2 } },
            { kind: 'machine', row: machine },
            ...Object.values(dataObjects).map((row) => ({ kind: 'dataObject', row }) as const),
          ],
        },
      ),
  });
  const userId = method?.category === 'user' ? await addUser(server) : NONE;
  const tokenId = method?.category === 'auth' ? (decodeTokenText(await server.token())?.tokenId ?? NONE) : NONE;
  return { product, license, otherLicense, customer, userId, tokenId, machine, dataObjects };
};

/** A customer, and the ids of four data objects to come. */
const addCustomer = async (server: TestServer) => {
  const { outcome } = await server.engine.submit(1, {
    method: 0,
    caller: { kind: 'shell', accountId: 1 },
    ip: '',
    needs: [],
    decide: (_state, { now, nextId }) => {
      const customerId = nextId('customer');
      const customer: Customer = {
        customerId,
        name: 'Customer',
        email: `customer${customerId}@example.com`,
        companyName: 'Company',
        notes: null,
        secret: `secret-of-customer-${customerId}`,
        created: now,
        enableCustomerAssociation: false,
        allowActivationManagement: false,
        allowMultipleUserAssociation: false,
        maxNoOfDevices: 0,
      };
      const dataObjectIds = [1, 2, 3, 4].map(() => nextId('dataObject'));
      return granted({ customer, dataObjectIds }, { writes: [{ kind: 'customer', row: customer }] });
    },
  });
  if (!outcome.granted) throw new Error(outcome.sentence);
  return outcome.result as { readonly customer: Customer; readonly dataObjectIds: readonly number[] };
};
