import assert from 'node:assert/strict';
import type { License } from '../../src/domain/entities.js';
import { granted, type Write } from '../../src/domain/outcome.js';
import { shellToken } from '../../src/engine/administration.js';
import type { TestServer } from './server.js';

const KEY_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A key string that is different for each number. */
export const keyNumbered = (number: number): string => {
  const letter = (place: number) => KEY_LETTERS[Math.floor(number / 26 ** place) % 26];
  return `TESTS-TESTS-TESTS-T${[3, 2, 1, 0].map(letter).join('')}`;
};

/** Writes objects as an import would, past every rule, and leaves no row in the Web API Log. */
export const write = async (server: TestServer, writes: readonly Write[]): Promise<void> => {
  const { outcome } = await server.engine.submit(1, {
    method: 0,
    token: shellToken(1),
    ip: '',
    needs: [],
    decide: () => granted({}, { writes }),
  });
  assert(outcome.granted);
};

/** Makes licenses of a product; ids count up from `details.id` or from the first GlobalId given. */
export const addLicenses = async (
  server: TestServer,
  productId: number,
  count: number,
  details: Partial<Omit<License, 'globalId' | 'productId' | 'id' | 'key'>> = {},
): Promise<readonly License[]> => {
  const { outcome } = await server.engine.submit(1, {
    method: 0,
    token: shellToken(1),
    ip: '',
    needs: [],
    decide: (_state, context) => {
      const made = Array.from({ length: count }, (): License => {
        const globalId = context.nextId('license');
        return {
          ...{ globalId, productId, id: globalId, key: keyNumbered(globalId) },
          ...{ created: context.now, expires: context.now + 30 * 86_400_000, period: 30 },
          ...{ features: [true, false, false, false, false, false, false, false], notes: '', block: false },
          ...{ customerId: null, trialActivation: false, maxNoOfMachines: 2, allowedMachines: '', resellerId: 0 },
          ...{ optionalField: 0, trialMachine: null, firstActivated: null, deletedAt: null },
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

/** A row of the Web API Log as tests read it. */
export interface LoggedRow {
  readonly state: number;
  readonly method: number;
  readonly productId: number;
  readonly licenseId: number;
  /** null: the row names no device. */
  readonly machineCode: string | null;
  readonly detail: string;
}

/** The newest rows of account 1, oldest first. */
export const lastLogged = async (server: TestServer, count: number): Promise<readonly LoggedRow[]> => {
  const rows = await server.readers.run<LoggedRow>({
    name: 'last_logged',
    text: `select w.state, w.method, s.product_id as "productId", s.license_id as "licenseId",
        d.machine_code as "machineCode", w.detail
      from web_api_log w
      join log_subject s on s.account_id = w.account_id and s.subject_no = w.subject_no
      left join log_device d on d.account_id = w.account_id and d.device_no = w.device_no
      where w.account_id = 1 order by w.id desc limit $1`,
    values: [count],
  });
  return [...rows].reverse();
};

export const countLogged = async (server: TestServer): Promise<number> => {
  const [row] = await server.readers.run<{ readonly last_id: number }>({
    name: 'count_logged',
    text: 'select last_id from log_head where account_id = 1',
    values: [],
  });
  assert(row !== undefined);
  return row.last_id;
};
