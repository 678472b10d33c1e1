import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  type LegacyLicense,
  legacyLicense,
  signedText,
  unsignedLicense,
} from '../../../../src/domain/licensing/license/legacy.js';
import type { LicenseView } from '../../../../src/domain/licensing/license/view.js';
import {
  customer,
  dataObject,
  EVERYTHING,
  license,
  machine,
  publicKeyOf,
  readVectors,
  SIGN_DATE_MS,
  sampleView,
} from './sample.js';

interface LegacyVectors {
  readonly exponent: string;
  readonly vectors: readonly { readonly modulus: string; readonly license: LegacyLicense & { key: string } }[];
}

const msOf = (iso: string) => Date.parse(`${iso}Z`);

function viewOf(o: LegacyLicense & { key: string }): LicenseView {
  return {
    license: license({
      licenseId: o.globalId,
      productId: o.productId,
      idInProduct: o.id,
      key: o.key,
      created: msOf(o.created),
      expires: msOf(o.expires),
      period: o.period,
      features: [o.f1, o.f2, o.f3, o.f4, o.f5, o.f6, o.f7, o.f8],
      notes: o.notes,
      block: o.block,
      trialActivation: o.trialActivation,
      maxNoOfMachines: o.maxNoOfMachines,
      allowedMachines: o.allowedMachines,
    }),
    customer: null,
    machines: o.activatedMachines.map(({ mid, ip, time }) => machine(mid, { ip, time: msOf(time) })),
    dataObjects: [],
  };
}

describe('the vendor’s own SignMethod 0 licenses', () => {
  const { exponent, vectors } = readVectors<LegacyVectors>('legacy-licenses.json');

  test('are all there', () => assert.equal(vectors.length, 4));

  for (const [index, { modulus, license: original }] of vectors.entries()) {
    test(`license ${index} is rendered field for field, and its signature holds over the text`, () => {
      assert.equal(original.customer, null);
      assert.deepEqual(original.dataObjects, []);
      const rendered = legacyLicense(viewOf(original), { ...EVERYTHING, signDateMs: msOf(original.signDate) + 250 });
      assert.equal(JSON.stringify(rendered), JSON.stringify({ ...original, signature: '' }));
      const bytes = Buffer.from(signedText(rendered), 'utf16le');
      const signature = Buffer.from(original.signature, 'base64');
      assert.ok(verify('sha256', bytes, publicKeyOf(modulus, exponent), signature));
    });
  }
});

test('the text joins the values, lists with a comma after every item, and ends with the empty signature', () => {
  const view: LicenseView = {
    license: license({ notes: null, allowedMachines: 'spare\nother' }),
    customer: customer(),
    machines: [machine('a'), machine('b', { ip: '2001:db8::1' })],
    dataObjects: [dataObject(), dataObject({ id: 3974, name: 'n', stringValue: 's', intValue: -2 })],
  };
  assert.equal(
    signedText(legacyLicense(view, { ...EVERYTHING, signDateMs: SIGN_DATE_MS })),
    '3349,4,LEPWV-FOTPG-MWBEO-FBFPS,2026-01-02T03:04:05,2026-02-01T03:04:05,30,' +
      'True,False,False,True,False,False,False,True,,False,24966,Åsa,,Company,2025-01-01T00:00:00,' +
      '[a,192.0.2.7,2026-01-03T00:00:00,b,2001:db8::1,2026-01-03T00:00:00,],True,3,spare\nother,' +
      '[3972,credits,,17,3974,n,s,-2,],2026-11-21T10:00:00,',
  );
});

test('the text of a license under a mask is the text of what the client receives', () => {
  const hidden = legacyLicense(sampleView(), { ...EVERYTHING, mask: 1024, signDateMs: SIGN_DATE_MS });
  assert.equal(
    signedText(hidden),
    '3349,-1,,2026-01-02T03:04:05,2026-02-01T03:04:05,30,True,False,False,True,False,False,False,True,' +
      ',False,-1,,[],True,0,,[],2026-11-21T10:00:00,',
  );
});

test('the model version adds fields to the object and nothing to the text', () => {
  const at = (modelVersion: 1 | 2 | 3) =>
    legacyLicense(sampleView(), {
      mask: 958,
      modelVersion,
      callingMachine: { machineCode: 'a', floating: true },
      signDateMs: SIGN_DATE_MS,
    });
  const item = { mid: 'floating:a', ip: '192.0.2.7', time: '2026-01-03T00:00:00.92' };
  assert.deepEqual(at(1).activatedMachines, [item]);
  assert.deepEqual(at(2).activatedMachines, [{ ...item, friendlyName: "a's name" }]);
  assert.deepEqual(at(3).activatedMachines, [
    { ...item, friendlyName: "a's name", floatingExpires: '2026-01-03T00:01:40.92' },
  ]);
  assert.ok(!('reseller' in at(2)));
  assert.equal(at(3).reseller, null);
  assert.equal(signedText(at(3)), signedText(at(1)));
});

test('an unsigned license has the empty date and no signature, and is else the same', () => {
  const dated = legacyLicense(sampleView(), { ...EVERYTHING, signDateMs: SIGN_DATE_MS });
  assert.deepEqual(unsignedLicense(sampleView(), EVERYTHING), {
    ...dated,
    signDate: '0001-01-01T00:00:00',
    signature: '',
  });
});

test('a customer shows five fields, its secret and notes never', () => {
  assert.deepEqual(unsignedLicense(sampleView(), EVERYTHING).customer, {
    id: 6433,
    name: 'Åsa',
    email: '',
    companyName: 'Company',
    created: '2025-01-01T00:00:00',
  });
});
