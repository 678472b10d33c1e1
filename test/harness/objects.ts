import assert from 'node:assert/strict';
import { type Need, need } from '../../src/domain/batch/need.js';
import { granted } from '../../src/domain/batch/outcome.js';
import type { Write } from '../../src/domain/batch/write.js';
import type { DataObject, License } from '../../src/domain/entities/licensing.js';
import type { TestServer } from './server.js';

/** Writes objects of account 1 through the engine, without a method and without a log row. */
export const putObjects = async (server: TestServer, writes: readonly Write[]): Promise<void> => {
  const { outcome } = await server.engine.submit(1, {
    method: 0,
    caller: { kind: 'shell', accountId: 1 },
    ip: '',
    needs: [],
    decide: () => granted({}, { writes }),
  });
  assert(outcome.granted);
};

let lastDataObjectId = 1_000_000;

/** Puts a data object on a product. */
export const putProductData = async (
  server: TestServer,
  productId: number,
  name: string,
  stringValue: string,
): Promise<DataObject> => {
  lastDataObjectId += 1;
  const row: DataObject = {
    id: lastDataObjectId,
    referencerType: 1,
    referencerId: productId,
    machineCode: '',
    name,
    stringValue,
    intValue: 0,
  };
  await putObjects(server, [{ kind: 'dataObject', row }]);
  return row;
};

/** The license as it stands, with all that hangs on it. */
export const readLicense = async (server: TestServer, productId: number, key: string) => {
  const name: Need = need.license({ productId, key }, { machines: true, dataObjects: 'withMachines', customer: true });
  const state = await server.engine.access(1).load([name]);
  const license: License | undefined = state.license(productId, key);
  assert(license !== undefined, 'there is no such license');
  return {
    license,
    machines: state.machines(license.licenseId),
    dataObjects: state.dataObjectsOfLicense(license.licenseId),
    customer: license.customerId === null ? undefined : state.customer(license.customerId),
  };
};
