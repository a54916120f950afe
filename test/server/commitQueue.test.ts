// The queue by itself, over a store whose commits the test lets through one by one.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../server/log.ts';
import { createCommitQueue } from '../../server/store/commitQueue.ts';
import type { Commit, WriteCommand } from '../../server/store/store.ts';
import { Refusal, succeed } from '../../src/shared/errors.ts';
import { eventually } from '../support/eventually.ts';
import { send } from './contract/driver.ts';

const command = (text: string): WriteCommand => send(uuidv7(), uuidv7(), text);
const textOf = ({ args }: WriteCommand): string => ('text' in args ? args.text : '');

/** A queue, what its store was given, and what was told to the stream. */
function gatedQueue() {
  const batches: { texts: string[]; pass(): void; refuse(error: Error): void }[] = [];
  const told: Commit[] = [];
  const queue = createCommitQueue(
    {
      commit(batch) {
        const { promise, resolve, reject } = Promise.withResolvers<Commit>();
        const outcomes = batch.map((one) => succeed(textOf(one)));
        const commit: Commit = {
          outcomes,
          events: [],
          signals: [],
          dropped: [],
          hooks: [],
          floor: 0,
          head: 0,
        };
        batches.push({
          texts: batch.map(textOf),
          pass: () => resolve(commit),
          refuse: reject,
        });
        return promise;
      },
    },
    (commit) => void told.push(commit),
    createLog('silent'),
  );
  const batch = (index: number) =>
    eventually(() => {
      const found = batches[index];
      if (!found) throw new Error(`no batch ${index}`);
      return found;
    });
  return { queue, batches, told, batch };
}

describe('the commit queue', () => {
  test('commits together what arrives in one turn, and then what waited meanwhile', async () => {
    const { queue, batch, batches } = gatedQueue();
    const first = ['a', 'b', 'c'].map((text) => queue.add(command(text)));
    const opened = await batch(0);
    expect(opened.texts).toEqual(['a', 'b', 'c']);
    const second = ['d', 'e'].map((text) => queue.add(command(text)));
    expect(batches).toHaveLength(1);
    opened.pass();
    expect(await Promise.all(first)).toEqual(['a', 'b', 'c'].map(succeed));
    (await batch(1)).pass();
    expect(await Promise.all(second)).toEqual(['d', 'e'].map(succeed));
    expect(batches.map(({ texts }) => texts)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  test('keeps the order when more waits than one commit takes', async () => {
    const { queue, batch, batches } = gatedQueue();
    const texts = Array.from({ length: 600 }, (_, n) => `${n}`);
    const all = texts.map((text) => queue.add(command(text)));
    for (let index = 0; batches.flatMap((one) => one.texts).length < 600; index++)
      (await batch(index)).pass();
    expect(await Promise.all(all)).toEqual(texts.map(succeed));
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.flatMap((one) => one.texts)).toEqual(texts);
  });

  test('answers after the stream was told', async () => {
    const { queue, batch, told } = gatedQueue();
    const order: string[] = [];
    const added = queue.add(command('a')).then(() => order.push(`answered, told ${told.length}`));
    (await batch(0)).pass();
    await added;
    expect(order).toEqual(['answered, told 1']);
  });

  test('gives everybody in a failed commit the typed reason, tells nobody, and goes on', async () => {
    const { queue, batch, told } = gatedQueue();
    const lost = ['a', 'b'].map((text) => queue.add(command(text)));
    const opened = await batch(0);
    const next = queue.add(command('c'));
    opened.refuse(new Refusal('STORAGE_FULL', 'disk full'));
    const failure = { ok: false, error: { code: 'STORAGE_FULL', message: 'disk full' } };
    expect(await Promise.all(lost)).toEqual([failure, failure]);
    expect(told).toEqual([]);
    (await batch(1)).pass();
    expect(await next).toEqual(succeed('c'));
  });

  test('stands by what was committed, though telling it went wrong', async () => {
    const commit: Commit = {
      outcomes: [succeed('kept')],
      events: [],
      signals: [],
      dropped: [],
      hooks: [],
      floor: 0,
      head: 1,
    };
    const lines: string[] = [];
    const queue = createCommitQueue(
      { commit: async () => commit },
      () => {
        throw new Error('nobody listens');
      },
      createLog('error', { write: (line) => void lines.push(line) }),
    );
    expect(await queue.add(command('a'))).toEqual(succeed('kept'));
    expect(lines.join('')).toContain('a commit could not be told');
    expect(await queue.add(command('b'))).toEqual(succeed('kept'));
  });

  test('finishes what waited when it closes, and refuses what comes later', async () => {
    const { queue, batch } = gatedQueue();
    const order: string[] = [];
    const early = ['a', 'b'].map((text) => queue.add(command(text)).then(() => order.push(text)));
    const closed = queue.close().then(() => order.push('closed'));
    expect(await queue.add(command('late'))).toMatchObject({
      ok: false,
      error: { code: 'CLOSING' },
    });
    (await batch(0)).pass();
    await Promise.all([...early, closed]);
    expect(order).toEqual(['a', 'b', 'closed']);
  });

  test('says that it is busy instead of growing without end', async () => {
    const { queue, batches, batch } = gatedQueue();
    const all = Array.from({ length: 20_500 }, () => queue.add(command('')));
    const refused = (await Promise.all(all.slice(20_000))).filter(({ ok }) => !ok);
    expect(refused).toHaveLength(500);
    expect(refused[0]).toMatchObject({ error: { code: 'RATE_LIMITED', retryAfterMs: 1000 } });
    for (let index = 0; batches.flatMap((one) => one.texts).length < 20_000; index++)
      (await batch(index)).pass();
    expect((await Promise.all(all.slice(0, 20_000))).every(({ ok }) => ok)).toBe(true);
  });
});
