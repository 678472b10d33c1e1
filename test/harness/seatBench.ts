import assert from 'node:assert/strict';
import type { DecideContext } from '../../src/domain/batch/decideContext.js';
import type { DataObject, License, Machine } from '../../src/domain/entities/licensing.js';
import { type ActivationRequest, decideActivation } from '../../src/domain/licensing/activation.js';
import { decideDeactivation } from '../../src/domain/licensing/deactivation.js';
import { LoadedObjects, nameOfLicense } from '../../src/engine/batch/loadedObjects.js';
import { WorkingSet } from '../../src/engine/batch/workingSet.js';
import { license } from '../domain/licensing/license/sample.js';

/** When a bench begins. */
export const NOW = Date.parse('2026-11-21T12:00:00.700Z');

const LICENSE = license({
  licenseId: 7,
  productId: 3,
  expires: NOW + 86_400_000,
  customerId: null,
  trialActivation: false,
  maxNoOfMachines: 0,
  allowedMachines: null,
});

/** A license under test: the rules run on it as in a batch, each seeing what those before it wrote. */
export class SeatBench {
  readonly state: WorkingSet;
  now = NOW;
  ip = '192.0.2.1';

  constructor(license: Partial<License> = {}, dataObjects: readonly DataObject[] = []) {
    const objects = new LoadedObjects();
    objects.putLicense({ ...LICENSE, ...license });
    objects.licensesWithMachines.expect(nameOfLicense({ licenseId: LICENSE.licenseId }));
    for (const object of dataObjects) objects.putDataObject(object);
    this.state = new WorkingSet({ accountId: 1, name: '', privateKey: '', webApiLog: false, planLogs: true }, objects);
  }

  get license(): License {
    const license = this.state.licenseById(LICENSE.licenseId);
    assert(license !== undefined);
    return license;
  }

  change(change: Partial<License>): void {
    this.state.apply([{ kind: 'license', row: { ...this.license, ...change } }]);
  }

  get machines(): readonly Machine[] {
    return this.state.machines(LICENSE.licenseId);
  }

  get locked(): readonly string[] {
    return this.machines.filter(({ floating }) => !floating).map(({ machineCode }) => machineCode);
  }

  get leases(): readonly Machine[] {
    return this.machines.filter(({ floatingExpires }) => floatingExpires !== null && floatingExpires > this.now);
  }

  decide(machineCode: string, request: Partial<ActivationRequest> = {}) {
    const context: DecideContext = {
      now: this.now,
      caller: { kind: 'shell', accountId: 1 },
      ip: this.ip,
      nextId: () => assert.fail('no id is drawn'),
      claimId: () => assert.fail('no id is claimed'),
      randomBytes: () => assert.fail('nothing is drawn by lot'),
    };
    const whole = { machineCode, friendlyName: '', floatingInterval: 0, maxOverdraft: 0, ...request };
    const outcome = decideActivation(this.license, this.state, whole, context);
    if (outcome.granted) this.state.apply(outcome.writes);
    return outcome;
  }

  /** The state that the call earns, or the sentence where it has none of its own. */
  activate(machineCode: string, request: Partial<ActivationRequest> = {}): number | string {
    const outcome = this.decide(machineCode, request);
    if (!outcome.granted) return outcome.log?.state ?? outcome.sentence;
    assert.equal(outcome.logs.length, 1);
    return outcome.logs[0]?.state ?? 0;
  }

  lease(machineCode: string, maxOverdraft = 0, floatingInterval = 100): number | string {
    return this.activate(machineCode, { floatingInterval, maxOverdraft });
  }

  deactivate(machineCode: string, floating = false): number | string {
    const outcome = decideDeactivation(this.license, this.state, { machineCode, floating });
    if (!outcome.granted) return outcome.sentence;
    this.state.apply(outcome.writes);
    return outcome.logs[0]?.state ?? 0;
  }
}
