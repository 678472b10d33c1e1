import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Role } from '../../../src/domain/entities/roles.js';
import { ROLES } from '../../../src/domain/entities/roles.js';
import { SENTENCES } from '../../../src/domain/sentences.js';
import type { Method } from '../../../src/methods/define.js';
import { METHODS } from '../../../src/methods/registry.js';
import { addPerson, callSignedIn, type SignedIn } from '../../harness/people.js';
import { serverOfFile } from '../../harness/server.js';
import { createSubject } from '../../harness/subject.js';
import { validCall } from '../../harness/validCalls.js';

/** Role × method, each from the method's declaration. */

const people = new Map<Role, SignedIn>();
const server = await serverOfFile();
for (const role of ROLES) people.set(role, await addPerson(server, role));

const OWNERS_ONLY =
  /^user\/(?!GetNames)|^account\/|^auth\/(Get|Create|Revoke)|^product\/(Create|Edit)|^key\/DeleteKey$/;
const APPLICATIONS = /^ai\/RegisterEvent/;

/** What a role may call, in other words than those of `permissionsOf`. */
const mayCall = (role: Role, { category, name, permission }: Method): boolean => {
  const path = `${category}/${name}`;
  // Asks for a key lock, which no person has.
  if (permission === null) return false;
  switch (role) {
    case 'owner':
      return true;
    case 'support':
      return !OWNERS_ONLY.test(path) && !APPLICATIONS.test(path);
    case 'analyst':
      return !OWNERS_ONLY.test(path) && /^(Get|List|Search|Tail|Download)/.test(name);
    default:
      return role satisfies never;
  }
};

describe('roles', { concurrency: 4 }, () => {
  for (const method of METHODS) {
    test(method.path, async () => {
      for (const role of ROLES) {
        const { parameters } = validCall(method, await createSubject(server, method));
        const { status, body } = await callSignedIn(
          server.url,
          method.path,
          people.get(role)?.headers ?? {},
          parameters,
        );
        // A stream that is granted has no envelope.
        const { result, message } =
          method.kind === 'stream' && typeof body === 'string'
            ? { result: 0, message: null }
            : (body as { result: number; message: unknown });
        assert.deepEqual(
          { status, result, denied: message === SENTENCES.accessDenied },
          mayCall(role, method) ? { status: 200, result: 0, denied: false } : { status: 200, result: 1, denied: true },
          `${role}: ${JSON.stringify(body).slice(0, 300)}`,
        );
      }
    });
  }
});
