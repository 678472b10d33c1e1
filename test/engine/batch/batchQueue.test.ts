import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchQueue, Overloaded } from '../../../src/engine/batch/batchQueue.js';

const options = { maxMembers: 3, maxQueued: 5, isMembersFault: () => true };

describe('a batch queue', () => {
  it('runs together what gathers while a batch is under way, in order, and gives each its own result', async () => {
    const batches: (readonly number[])[] = [];
    const queue = new BatchQueue<number, number>({
      ...options,
      run: async (members) => {
        batches.push(members);
        await sleep(5);
        return members.map((member) => member * 10);
      },
    });
    const results = await Promise.all([1, 2, 3, 4].map((member) => queue.submit(member)));
    assert.deepEqual(results, [10, 20, 30, 40]);
    assert.deepEqual(batches, [[1, 2, 3], [4]]);
    assert.equal(queue.idle, true);
  });

  it('lets one that fails fail alone', async () => {
    const queue = new BatchQueue<number, number>({
      ...options,
      run: async (members) => {
        if (members.includes(2)) throw new Error('two');
        return members;
      },
    });
    const [one, two, three] = await Promise.allSettled([1, 2, 3].map((member) => queue.submit(member)));
    assert.deepEqual([one?.status, two?.status, three?.status], ['fulfilled', 'rejected', 'fulfilled']);
  });

  it('makes a batch no heavier than it may be, and lets what is heavier by itself be alone', async () => {
    const batches: (readonly number[])[] = [];
    const queue = new BatchQueue<number, null>({
      ...options,
      maxQueued: 10,
      weight: { of: (member) => member, most: 10 },
      run: async (members) => {
        batches.push(members);
        return members.map(() => null);
      },
    });
    await Promise.all([4, 6, 1, 25, 3, 3, 3, 3].map((member) => queue.submit(member)));
    assert.deepEqual(batches, [[4, 6], [1], [25], [3, 3, 3], [3]]);
  });

  it('turns away what it has no room for', async () => {
    const queue = new BatchQueue<number, number>({ ...options, run: async (members) => members });
    const submitted = [1, 2, 3, 4, 5, 6].map((member) => queue.submit(member));
    await assert.rejects(submitted[5] ?? Promise.resolve(), Overloaded);
    assert.deepEqual(await Promise.all(submitted.slice(0, 5)), [1, 2, 3, 4, 5]);
  });
});
