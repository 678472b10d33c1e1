import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Customer, DataObject, License, Machine } from '../../../../src/domain/entities/licensing.js';
import type { LicenseView, RenderOptions } from '../../../../src/domain/licensing/license/view.js';

export const SIGN_DATE_MS = Date.UTC(2026, 10, 21, 10, 0, 0, 250);

/** Everything shown, as the oldest clients ask for it, with no machine asking. */
export const EVERYTHING: RenderOptions = { mask: 0, modelVersion: 1, callingMachine: null };

export function license(changes: Partial<License> = {}): License {
  return {
    licenseId: 24966,
    productId: 3349,
    idInProduct: 4,
    key: 'LEPWV-FOTPG-MWBEO-FBFPS',
    created: Date.UTC(2026, 0, 2, 3, 4, 5),
    expires: Date.UTC(2026, 1, 1, 3, 4, 5),
    period: 30,
    features: [true, false, false, true, false, false, false, true],
    notes: 'first "customer"',
    block: false,
    customerId: 6433,
    trialActivation: true,
    maxNoOfMachines: 3,
    allowedMachines: 'spare\nother',
    resellerId: 0,
    optionalField: 0,
    trialMachine: null,
    firstActivated: null,
    excludedFromAnalytics: false,
    deletedAt: null,
    ...changes,
  };
}

export function machine(machineCode: string, changes: Partial<Machine> = {}): Machine {
  return {
    licenseId: 24966,
    floating: false,
    machineCode,
    friendlyName: `${machineCode}'s name`,
    ip: '192.0.2.7',
    time: Date.UTC(2026, 0, 3, 0, 0, 0, 920),
    floatingExpires: null,
    overdraft: false,
    ...changes,
  };
}

export function lease(machineCode: string, changes: Partial<Machine> = {}): Machine {
  return machine(machineCode, { floating: true, floatingExpires: Date.UTC(2026, 0, 3, 0, 1, 40, 920), ...changes });
}

export function customer(changes: Partial<Customer> = {}): Customer {
  return {
    customerId: 6433,
    name: 'Åsa',
    email: null,
    companyName: 'Company',
    notes: 'never shown in a license',
    secret: 'never shown in a license',
    created: Date.UTC(2025, 0, 1),
    enableCustomerAssociation: false,
    allowActivationManagement: false,
    allowMultipleUserAssociation: false,
    maxNoOfDevices: 0,
    ...changes,
  };
}

export function dataObject(changes: Partial<DataObject> = {}): DataObject {
  return {
    id: 3972,
    referencerType: 2,
    referencerId: 24966,
    machineCode: '',
    name: 'credits',
    stringValue: '',
    intValue: 17,
    ...changes,
  };
}

/** Two node-locked machines, three leases (one of the code `a`, which is node-locked too; one in overdraft). */
export function sampleView(): LicenseView {
  return {
    license: license(),
    customer: customer(),
    machines: [machine('a'), machine('b'), lease('a'), lease('c'), lease('d', { overdraft: true })],
    dataObjects: [dataObject(), dataObject({ id: 3973, referencerType: 3, machineCode: 'a', name: 'of a machine' })],
  };
}

/** The key of a .NET XML's modulus and exponent. */
export function publicKeyOf(modulus: string, exponent: string): KeyObject {
  const base64url = (text: string) => Buffer.from(text, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'RSA', n: base64url(modulus), e: base64url(exponent) }, format: 'jwk' });
}

/** Reads a .NET XML as clients do. */
export function publicKeyOfXml(xml: string): KeyObject {
  const found = /^<RSAKeyValue><Modulus>(.+)<\/Modulus><Exponent>(.+)<\/Exponent><\/RSAKeyValue>$/.exec(xml);
  if (found?.[1] === undefined || found[2] === undefined) throw new Error(`not a public key: ${xml}`);
  return publicKeyOf(found[1], found[2]);
}

/** A file of test/vectors; its shape is the caller's claim. */
export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(`test/vectors/${name}`, 'utf8')) as T;
}
