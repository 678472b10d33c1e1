import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GetChanges } from '../../../src/methods/ai/GetChanges.js';
import { GetExcludedFromAnalytics } from '../../../src/methods/key/GetExcludedFromAnalytics.js';
import { addPerson, callSignedIn } from '../../harness/people.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';
import { createSubject } from '../../harness/subject.js';

interface Change {
  readonly id: number;
  readonly resourceType: number;
  readonly objectId: number;
  readonly key: string;
  readonly productId: number;
  readonly objectName: string | null;
  readonly userId: number;
  readonly userName: string | null;
  readonly tokenId: number;
  readonly data: string;
}

const { server, token } = await licenseServer();
const subject = await createSubject(server);

const read = async (parameters: TestParameters = {}) => {
  const { body } = await server.call('ai/GetChanges', token, parameters);
  assert.equal(body.result, 0, String(body.message));
  const { result: _result, message: _message, ...rest } = body;
  assert(GetChanges.result.safeParse(rest).success, JSON.stringify(rest));
  return { changes: body.changes as readonly Change[], next: body.next as number | null };
};

const address = () => ({ ProductId: subject.product.productId, Key: subject.license.key });

describe('GetChanges', () => {
  test('the newest first, each once, page by page to the oldest', async () => {
    for (let more = 0; more < 12; more += 1) await server.token();
    const ids: number[] = [];
    let before: number | null = 0;
    while (before !== null) {
      const page: Awaited<ReturnType<typeof read>> = await read({ Limit: 5, EndingBefore: before });
      ids.push(...page.changes.map(({ id }) => id));
      before = page.next;
    }
    assert.deepEqual(
      ids,
      Array.from(ids, (_, place) => ids.length - place),
    );
    const all = (await server.call('ai/GetObjectLog', token, { Limit: 100 })).body.events as readonly Change[];
    assert.equal(all.length, ids.length);
  });

  test('says who did what to which license, and finds its changes alone', async () => {
    const person = await addPerson(server, 'support');
    const noted = await callSignedIn(server.url, '/api/key/ChangeNotes', person.headers, {
      ...address(),
      Notes: 'new',
    });
    assert.equal((noted.body as { result: number }).result, 0);
    const { changes } = await read({ ResourceType: 3, ObjectId: subject.license.licenseId });
    const [newest] = changes;
    assert(newest !== undefined && changes.every(({ objectId }) => objectId === subject.license.licenseId));
    assert.deepEqual([newest.key, newest.productId], [subject.license.key, subject.product.productId]);
    assert.deepEqual([newest.userId, newest.tokenId], [person.userId, 0]);
    assert.match(newest.userName ?? '', /^Person/);
    assert.equal((JSON.parse(newest.data) as { notes: [string, string] }).notes[1], 'new');
    const theirs = await read({ UserId: person.userId });
    assert(theirs.changes.length > 0 && theirs.changes.every(({ userId }) => userId === person.userId));
  });

  test('names products and customers; settings, users and tokens are ResourceType 0', async () => {
    const products = await read({ ResourceType: 5, Limit: 1 });
    assert.equal(products.changes[0]?.objectName, subject.product.name);
    const settings = await read({ ResourceType: 0, Limit: 100 });
    assert(settings.changes.length > 0 && settings.changes.every(({ resourceType }) => resourceType === 0));
  });

  test('an object needs its kind, and locks see nothing', async () => {
    const { body } = await server.call('ai/GetChanges', token, { ObjectId: 1 });
    assert.equal(body.message, 'The input parameters were incorrect.');
    for (const scope of [{ permissions: ['GetEvents'] }, { keyLock: -1 }, { productLock: subject.product.productId }]) {
      const refused = await server.call('ai/GetChanges', await server.token(scope));
      assert.deepEqual(refused.body, { result: 1, message: 'Access denied.' });
    }
  });
});

describe('GetExcludedFromAnalytics', () => {
  test('says what SetExcludedFromAnalytics has set', async () => {
    for (const Excluded of [true, false]) {
      await server.call('key/SetExcludedFromAnalytics', token, { ...address(), Excluded });
      const { body } = await server.call('key/GetExcludedFromAnalytics', token, address());
      assert.deepEqual(body, { excluded: Excluded, result: 0, message: '' });
      assert(GetExcludedFromAnalytics.result.safeParse({ excluded: body.excluded }).success);
    }
  });
});
