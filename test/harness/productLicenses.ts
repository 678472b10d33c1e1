import assert from 'node:assert/strict';
import { granted } from '../../src/domain/batch/outcome.js';
import type { License } from '../../src/domain/entities/licensing.js';
import { logRows } from './loggedRows.js';
import type { TestServer } from './server.js';

const KEY_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A key string that is different for each number. */
export const keyNumbered = (number: number): string => {
  const letter = (place: number) => KEY_LETTERS[Math.floor(number / 26 ** place) % 26];
  return `TESTS-TESTS-TESTS-T${[3, 2, 1, 0].map(letter).join('')}`;
};

/** Makes licenses of a product; ids count up from `details.id` or from the first GlobalId given. */
export const addLicenses = async (
  server: TestServer,
  productId: number,
  count: number,
  details: Partial<Omit<License, 'licenseId' | 'productId' | 'idInProduct' | 'key'>> = {},
): Promise<readonly License[]> => {
  const { outcome } = await server.engine.submit(1, {
    method: 0,
    caller: { kind: 'shell', accountId: 1 },
    ip: '',
    needs: [],
    decide: (_state, context) => {
      const made = Array.from({ length: count }, (): License => {
        const licenseId = context.nextId('license');
        return {
          licenseId,
          productId,
          idInProduct: licenseId,
          key: keyNumbered(licenseId),
          created: context.now,
          expires: context.now + 30 * 86_400_000,
          period: 30,
          features: [true, false, false, false, false, false, false, false],
          notes: '',
          block: false,
          customerId: null,
          trialActivation: false,
          maxNoOfMachines: 2,
          allowedMachines: '',
          resellerId: 0,
          optionalField: 0,
          trialMachine: null,
          firstActivated: null,
          excludedFromAnalytics: false,
          deletedAt: null,
          ...details,
        };
      });
      return granted({ made }, { writes: made.map((row) => ({ kind: 'license', row })) });
    },
  });
  assert(outcome.granted && 'made' in outcome.result);
  return outcome.result.made as readonly License[];
};

export const addLicenseOf = async (...parameters: [TestServer, number, Parameters<typeof addLicenses>[3]?]) => {
  const [server, productId, details] = parameters;
  const [license] = await addLicenses(server, productId, 1, details);
  assert(license !== undefined);
  return license;
};

/** What the newest rows of account 1 say, oldest first. */
export const lastLogged = async (server: TestServer, count: number) =>
  (await logRows(server)).slice(-count).map(({ state, method, productId, licenseId, machineCode, detail }) => ({
    state,
    method,
    productId,
    licenseId,
    machineCode,
    detail,
  }));

export const countLogged = async (server: TestServer): Promise<number> => (await logRows(server)).length;
