import { granted } from '../../src/domain/batch/outcome.js';
import type { License } from '../../src/domain/entities/licensing.js';
import type { Engine } from '../../src/engine/engine.js';

/** Adds a license directly, for tests of what lies below the methods. Returns it as stored. */
export const addLicense = async (
  engine: Engine,
  details: Partial<License> & Pick<License, 'productId' | 'key'>,
  accountId = 1,
): Promise<License> => {
  const { outcome } = await engine.submit(accountId, {
    method: 0,
    caller: { kind: 'shell', accountId },
    ip: '',
    needs: [],
    decide: (_state, { now, nextId }) => {
      const row: License = {
        licenseId: nextId('license'),
        idInProduct: 1,
        created: now,
        expires: now + 30 * 86_400_000,
        period: 30,
        features: [false, false, false, false, false, false, false, false],
        notes: '',
        block: false,
        customerId: null,
        trialActivation: false,
        maxNoOfMachines: 0,
        allowedMachines: '',
        resellerId: 0,
        optionalField: 0,
        trialMachine: null,
        firstActivated: null,
        excludedFromAnalytics: false,
        deletedAt: null,
        ...details,
      };
      return granted(row, { writes: [{ kind: 'license', row }] });
    },
  });
  if (!outcome.granted) throw new Error(outcome.sentence);
  return outcome.result as License;
};
