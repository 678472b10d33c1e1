import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { STATES } from '../../src/domain/log/states.js';
import { SENTENCES } from '../../src/domain/sentences.js';
import type { Method } from '../../src/methods/define.js';
import type { ExtMethod } from '../../src/methods/ext/define.js';
import { answerSchemaOf, extAnswerSchemasOf, parametersOf } from '../../src/methods/jsonSchema.js';
import { EXT_METHODS, METHODS } from '../../src/methods/registry.js';

const METHOD_SOURCES = new URL('../../../src/methods/', import.meta.url);

const duplicates = (values: readonly (string | number)[]) =>
  values.filter((value, index) => values.indexOf(value) !== index);

test('names, numbers and paths are unique', () => {
  assert.deepEqual(duplicates(METHODS.map((method) => method.name)), []);
  assert.deepEqual(duplicates([...METHODS, ...EXT_METHODS].map((method) => method.number)), []);
  assert.deepEqual(duplicates([...METHODS, ...EXT_METHODS].map((method) => method.path.toLowerCase())), []);
  assert.deepEqual(duplicates(EXT_METHODS.map((method) => method.name)), []);
});

test('every file that declares a method is registered under its own name', () => {
  const categories = readdirSync(METHOD_SOURCES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = categories.flatMap(({ name }) =>
    readdirSync(new URL(`${name}/`, METHOD_SOURCES))
      .filter((file) => /^[A-Z]/.test(file))
      .map((file) => `${name === 'ext' ? '/Ext' : `/api/${name}`}/${file.replace(/\.ts$/, '')}`),
  );
  assert.deepEqual(
    [...files].sort(),
    [...METHODS, ...EXT_METHODS].map((method) => method.path).sort(),
    'a file in src/methods/<category> and an entry of METHODS or EXT_METHODS belong together',
  );
});

/** The sentences that the way into a method can answer for it. */
const sharedSentences = (method: Method): readonly string[] => [
  ...(method.permission === null ? [] : [SENTENCES.accessDenied]),
  ...(Object.keys(method.parameters.shape).length === 0 ? [] : [SENTENCES.inputIncorrect]),
  ...(method.scope === 'license' ? [SENTENCES.productNotFound, SENTENCES.keyNotFound] : []),
];

/** Methods whose permission is not called as they are. */
const OTHER_PERMISSIONS: Readonly<Record<string, Method['permission']>> = {
  DownloadWebAPILog: 'GetWebAPILog',
  GetChanges: 'GetObjectLog',
  GetDailyAggregates: 'UsageAnalytics',
  GetDailyCountryAggregates: 'UsageAnalytics',
  GetExcludedFromAnalytics: 'GetKey',
  GetKeyDevices: 'UsageAnalytics',
  GetKeyUsageSummaries: 'UsageAnalytics',
  GetLicenseActivityBuckets: 'UsageAnalytics',
  GetLogHistogram: 'GetWebAPILog',
  GetLogRow: 'GetWebAPILog',
  GetRefusals: 'GetWebAPILog',
  GetSeatHolders: 'UsageAnalytics',
  GetSeatPressure: 'UsageAnalytics',
  GetSeatUsage: 'UsageAnalytics',
  GetSuspects: 'GetWebAPILog',
  GetUsageOverview: 'UsageAnalytics',
  KeyLock: null,
  RegisterEvents: 'RegisterEvent',
  Search: 'GetKeys',
  GetTokens: 'ManageTokens',
  CreateToken: 'ManageTokens',
  RevokeToken: 'ManageTokens',
  GetUsers: 'ManageUsers',
  GetNames: 'GetObjectLog',
  CreateUser: 'ManageUsers',
  ChangeUser: 'ManageUsers',
  RemoveUser: 'ManageUsers',
  ResetPassword: 'ManageUsers',
  GetAccount: 'ManageAccount',
  GetPrivateKey: 'ManageAccount',
  SetName: 'ManageAccount',
  SetWebAPILog: 'ManageAccount',
  TailWebAPILog: 'GetWebAPILog',
};

test('a method’s permission has its name, without ToKey and ToMachineCode', () => {
  const expected = ({ name }: Method) =>
    name in OTHER_PERMISSIONS ? OTHER_PERMISSIONS[name] : name.replace(/To(Key|MachineCode)$/, '');
  assert.deepEqual(
    METHODS.map(({ name, permission }) => [name, permission]),
    METHODS.map((method) => [method.name, expected(method)]),
  );
});

/** The sentences that the way into a method of Web API 2 can answer for it. */
const sharedExtSentences = (method: ExtMethod): readonly string[] => [
  method.stranger,
  SENTENCES.inputIncorrect,
  ...(method.kind === 'command' && method.addressesLicense
    ? [SENTENCES.productInaccessible, SENTENCES.hsumIncorrect, SENTENCES.keyInaccessible]
    : []),
];

/** The tests that declarations of both APIs share. */
const testDeclaration = (method: Method | ExtMethod, shared: readonly string[]): void => {
  test('says what it is', () => {
    assert.match(method.title, /^[A-Z].*\.$/s, 'the title is a sentence');
    assert.notEqual(method.description, '');
    assert(Number.isInteger(method.number) && method.number > 0 && method.number < 32_768);
  });

  test('declares sentences and states that exist, and those that are answered for it', () => {
    const known = new Set<string>(Object.values(SENTENCES));
    assert.deepEqual(
      method.errors.filter((sentence) => !known.has(sentence)),
      [],
    );
    assert.deepEqual(duplicates(method.errors), []);
    assert.deepEqual(
      shared.filter((sentence) => !(method.errors as readonly string[]).includes(sentence)),
      [],
      'sentences that a caller can meet are missing among the errors',
    );
    assert.deepEqual(
      method.states.filter((state) => !(state in STATES)),
      [],
    );
    assert.deepEqual(duplicates(method.states), []);
    assert(method.refusal === null || method.states.includes(method.refusal), 'refusal is one of the states');
  });

  test('its parameters are described and read what the example says', () => {
    for (const parameter of parametersOf(method)) {
      assert.notEqual(parameter.description, '', `${parameter.name} has no description`);
    }
    const names = Object.keys(method.parameters.shape);
    assert.deepEqual(
      Object.keys(method.example.request).filter((name) => !names.includes(name)),
      [],
      'the example names a parameter that there is not',
    );
    const read = method.parameters.safeParse(method.example.request);
    assert(read.success, read.error === undefined ? '' : z.prettifyError(read.error));
  });
};

for (const method of METHODS) {
  describe(method.path, () => {
    testDeclaration(method, sharedSentences(method));

    if (method.kind === 'stream') {
      test('its example fits the result, and each content has one', () => {
        const read = method.result.safeParse(method.example.answer);
        assert(read.success, read.error === undefined ? '' : z.prettifyError(read.error));
        for (const { description, example } of Object.values(method.contents))
          assert(description !== '' && example !== '');
      });
      return;
    }

    test('its example answer fits the result', () => {
      answerSchemaOf(method);
      const { result, message, ...rest } = method.example.answer as Record<string, unknown>;
      assert.equal(result, 0);
      // Lists and the methods about the log say null, those about a license or a data object "".
      assert.equal(message, method.category === 'key' || method.category === 'data' ? '' : null);
      const read = method.result.safeParse(rest);
      assert(read.success, read.error === undefined ? '' : z.prettifyError(read.error));
    });
  });
}

for (const method of EXT_METHODS) {
  describe(method.path, () => {
    testDeclaration(method, sharedExtSentences(method));

    test('what it is about, and the private key of an owner, are parameters', () => {
      const names = Object.keys(method.parameters.shape);
      for (const name of Object.values(method.identity)) assert(names.includes(name), name);
      // A refused request is logged under what can be read of these.
      assert.equal(
        names.some((name) => name.toLowerCase() === 'privatekey'),
        method.owner,
      );
    });

    test('its answers are an object of texts, an array or plain text, and the example is one of them', () => {
      for (const schema of extAnswerSchemasOf(method)) {
        assert(schema.type === 'object' || schema.type === 'array' || schema.type === 'string');
      }
      const read = method.result.safeParse(method.example.answer);
      assert(read.success, read.error === undefined ? '' : z.prettifyError(read.error));
    });
  });
}
