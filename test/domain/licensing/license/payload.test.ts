import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { describe, test } from 'node:test';
import { legacyLicense } from '../../../../src/domain/licensing/license/legacy.js';
import { renderSigned } from '../../../../src/domain/licensing/license/payload.js';
import type { LicenseView, RenderOptions } from '../../../../src/domain/licensing/license/view.js';
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

interface SignedVectors {
  readonly modulus: string;
  readonly exponent: string;
  readonly vectors: readonly { readonly licenseKey: string; readonly signature: string }[];
}

interface SignedLicense {
  readonly ProductId: number;
  readonly ID: number;
  readonly Key: string;
  readonly Created: number;
  readonly Expires: number;
  readonly Period: number;
  readonly F1: boolean;
  readonly F2: boolean;
  readonly F3: boolean;
  readonly F4: boolean;
  readonly F5: boolean;
  readonly F6: boolean;
  readonly F7: boolean;
  readonly F8: boolean;
  readonly Notes: string;
  readonly Block: boolean;
  readonly GlobalId: number;
  readonly Customer: {
    readonly Id: number;
    readonly Name: string | null;
    readonly Email: string | null;
    readonly CompanyName: string | null;
    readonly Created: number;
  } | null;
  readonly ActivatedMachines: readonly { readonly Mid: string; readonly IP: string; readonly Time: number }[];
  readonly TrialActivation: boolean;
  readonly MaxNoOfMachines: number;
  readonly AllowedMachines: string;
  readonly DataObjects: readonly {
    readonly Id: number;
    readonly Name: string;
    readonly StringValue: string;
    readonly IntValue: number;
  }[];
  readonly SignDate: number;
}

const ms = (seconds: number) => seconds * 1000;

function viewOf(o: SignedLicense): LicenseView {
  return {
    license: license({
      licenseId: o.GlobalId,
      productId: o.ProductId,
      idInProduct: o.ID,
      key: o.Key,
      created: ms(o.Created),
      expires: ms(o.Expires),
      period: o.Period,
      features: [o.F1, o.F2, o.F3, o.F4, o.F5, o.F6, o.F7, o.F8],
      notes: o.Notes,
      block: o.Block,
      trialActivation: o.TrialActivation,
      maxNoOfMachines: o.MaxNoOfMachines,
      allowedMachines: o.AllowedMachines,
    }),
    customer:
      o.Customer &&
      customer({
        customerId: o.Customer.Id,
        name: o.Customer.Name,
        email: o.Customer.Email,
        companyName: o.Customer.CompanyName,
        created: ms(o.Customer.Created),
      }),
    machines: o.ActivatedMachines.map(({ Mid, IP, Time }) => machine(Mid, { ip: IP, time: ms(Time) })),
    dataObjects: o.DataObjects.map((item) =>
      dataObject({ id: item.Id, name: item.Name, stringValue: item.StringValue, intValue: item.IntValue }),
    ),
  };
}

/** What the answer lists of the sample's machines. */
function machinesUnder(options: Partial<RenderOptions>): unknown {
  const text = renderSigned(sampleView(), { ...EVERYTHING, ...options, signDateMs: SIGN_DATE_MS });
  return JSON.parse(text).ActivatedMachines;
}

function codesUnder(options: Partial<RenderOptions>): unknown {
  return (machinesUnder(options) as { Mid: string }[]).map(({ Mid }) => Mid);
}

describe('the vendor’s own signed answers', () => {
  const { modulus, exponent, vectors } = readVectors<SignedVectors>('signed-licenses.json');
  const publicKey = publicKeyOf(modulus, exponent);

  test('are all there', () => assert.equal(vectors.length, 48));

  for (const [index, { licenseKey, signature }] of vectors.entries()) {
    test(`answer ${index} is rendered byte for byte but for texts that are not set, and its signature holds`, () => {
      const original = Buffer.from(licenseKey, 'base64').toString('utf8');
      const decoded: SignedLicense = JSON.parse(original);
      const text = renderSigned(viewOf(decoded), { ...EVERYTHING, signDateMs: ms(decoded.SignDate) + 999 });
      // The vendor answers null for a customer's missing texts, which typed clients reject.
      assert.equal(text, original.replaceAll(/"(Name|Email|CompanyName)":null/g, '"$1":""'));
      assert.ok(verify('sha256', Buffer.from(original, 'utf8'), publicKey, Buffer.from(signature, 'base64')));
      assert.ok(!verify('sha256', Buffer.from(`${text} `, 'utf8'), publicKey, Buffer.from(signature, 'base64')));
    });
  }
});

test('a customer’s texts that are not set are "", in the formats of both sign methods', () => {
  const view = { ...sampleView(), customer: { ...customer(), name: null, email: null, companyName: null } };
  const options = { ...EVERYTHING, signDateMs: SIGN_DATE_MS };
  const { Customer: signed } = JSON.parse(renderSigned(view, options));
  assert.deepEqual([signed.Name, signed.Email, signed.CompanyName], ['', '', '']);
  const object = legacyLicense(view, options).customer;
  assert.deepEqual([object?.name, object?.email, object?.companyName], ['', '', '']);
});

describe('machines', () => {
  const a = { machineCode: 'a', floating: false };
  const floatingA = { machineCode: 'a', floating: true };

  test('have the fields of the model version, in the order of published answers', () => {
    const time = Date.UTC(2026, 0, 3) / 1000;
    const [version1] = machinesUnder({ modelVersion: 1 }) as object[];
    const [version2] = machinesUnder({ modelVersion: 2 }) as object[];
    const version3 = machinesUnder({ modelVersion: 3 }) as object[];
    assert.equal(JSON.stringify(version1), `{"Mid":"a","IP":"192.0.2.7","Time":${time}}`);
    assert.equal(JSON.stringify(version2), `{"Mid":"a","IP":"192.0.2.7","Time":${time},"FriendlyName":"a's name"}`);
    assert.equal(
      JSON.stringify(version3[0]),
      `{"Mid":"a","FriendlyName":"a's name","IP":"192.0.2.7","Time":${time},"FloatingExpires":null}`,
    );
    assert.equal(
      JSON.stringify(version3[2]),
      `{"Mid":"floating:a","FriendlyName":"a's name","IP":"192.0.2.7","Time":${time},"FloatingExpires":${time + 100}}`,
    );
  });

  for (const modelVersion of [1, 2] as const) {
    test(`under version ${modelVersion} are the node-locked ones, or the one lease of a floating request`, () => {
      assert.deepEqual(codesUnder({ modelVersion }), ['a', 'b']);
      assert.deepEqual(codesUnder({ modelVersion, callingMachine: a }), ['a', 'b']);
      assert.deepEqual(codesUnder({ modelVersion, callingMachine: floatingA }), ['floating:a']);
      assert.deepEqual(codesUnder({ modelVersion, callingMachine: { machineCode: 'd', floating: true } }), [
        'floating:overdraft:d',
      ]);
    });
  }

  test('under version 3 are all of them', () => {
    const all = ['a', 'b', 'floating:a', 'floating:c', 'floating:overdraft:d'];
    for (const callingMachine of [null, a, floatingA]) {
      assert.deepEqual(codesUnder({ modelVersion: 3, callingMachine }), all);
    }
  });

  for (const modelVersion of [1, 2, 3] as const) {
    test(`hidden under version ${modelVersion} leave the caller's own entry`, () => {
      const hidden = { modelVersion, mask: 1022 - 64 };
      assert.deepEqual(codesUnder({ ...hidden, callingMachine: a }), ['a']);
      assert.deepEqual(codesUnder({ ...hidden, callingMachine: floatingA }), ['floating:a']);
      assert.deepEqual(codesUnder({ ...hidden, callingMachine: { machineCode: 'b', floating: true } }), []);
      assert.deepEqual(codesUnder({ ...hidden, callingMachine: { machineCode: 'A', floating: false } }), []);
      assert.deepEqual(codesUnder(hidden), []);
    });
  }

  test('of the empty code are machines like any other', () => {
    const view = { ...sampleView(), machines: [machine('')] };
    const text = renderSigned(view, {
      mask: 2,
      modelVersion: 1,
      callingMachine: { machineCode: '', floating: false },
      signDateMs: SIGN_DATE_MS,
    });
    assert.match(text, /"ActivatedMachines":\[\{"Mid":"",/);
  });
});

test('Reseller comes with version 3, before SignDate', () => {
  const render = (modelVersion: 1 | 2 | 3) =>
    renderSigned(sampleView(), { ...EVERYTHING, modelVersion, signDateMs: SIGN_DATE_MS });
  assert.ok(!render(1).includes('Reseller'));
  assert.ok(!render(2).includes('Reseller'));
  assert.ok(render(3).endsWith('],"Reseller":null,"SignDate":1795255200}'));
});

test('data objects bound to a machine stay out', () => {
  const text = renderSigned(sampleView(), { ...EVERYTHING, signDateMs: SIGN_DATE_MS });
  assert.ok(text.includes('"DataObjects":[{"Id":3972,"Name":"credits","StringValue":"","IntValue":17}]'));
});

test('a license without eight features is refused, not signed with holes', () => {
  const view = { ...sampleView(), license: license({ features: [true] }) };
  assert.throws(() => renderSigned(view, { ...EVERYTHING, signDateMs: SIGN_DATE_MS }), /has 1 features, not 8/);
});
