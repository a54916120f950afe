// One listener by itself: brought up to date and kept there, whatever is committed meanwhile.
import { uuidv7 } from 'uuidv7';
import { expect, test } from 'vitest';
import type { Parcel } from '../../server/parcels.ts';
import type { Pull, Pulled } from '../../server/store/store.ts';
import { createSubscription, MOST_WAITING, type Sink } from '../../server/subscription.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import { eventually } from '../support/eventually.ts';

const holder = { user: uuidv7(), device: uuidv7(), scopes: null, expiresAt: null };
const filter = { conversations: [], types: [] };

const eventAt = (pos: number): WireEvent => ({
  pos,
  seq: pos,
  at: pos,
  id: null,
  author: holder.user,
  conversation: holder.user,
  type: 'message.created',
  body: {},
});
const parcelAt = (pos: number): Parcel => ({ events: [eventAt(pos)], next: pos });

/** A log that grows by `commit`, as the stream tells it, and is read with a delay that the test decides. */
function log(since: number, given: Partial<Sink> = {}) {
  let head = 10;
  const heard: number[] = [];
  const told: string[] = [];
  const waiting: (() => void)[] = [];
  const pull = async (_user: string, { after, until, limit }: Pull): Promise<Pulled> => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    const next = Math.min(until, after + limit);
    return { events: Array.from({ length: next - after }, (_, n) => eventAt(after + n + 1)), next };
  };
  const sink: Sink = {
    deliver: ({ events }) => void heard.push(...events.map(({ pos }) => pos)),
    live: () => void told.push('live'),
    quiet: (cursor) => void told.push(`quiet at ${cursor}`),
    end: ({ code }) => void told.push(code),
    backlog: () => 0,
    sent: () => 0,
    drained: () => Promise.resolve(),
    ...given,
  };
  const one = createSubscription({ holder, since, filter, limit: 4, sink }, pull, () => head);
  one.start();
  return {
    one,
    heard,
    told,
    commit(count = 1): void {
      for (let n = 0; n < count; n++) one.push(parcelAt(++head));
    },
    /** Lets the next page of the log come; resolves when it was asked for. */
    page: async () => {
      await eventually(() => expect(waiting.length).toBeGreaterThan(0));
      waiting.shift()?.();
    },
    until: (pos: number) =>
      eventually(() => expect(heard).toEqual(Array.from({ length: pos }, (_, n) => n + 1))),
  };
}

test('hears pages first and then what happens, without a gap and in order', async () => {
  const { commit, page, until, told } = log(0);
  commit(2);
  await page();
  commit(3);
  await page();
  await page();
  commit();
  await page();
  await until(16);
  commit();
  await until(17);
  expect(told).toEqual(['live']);
});

test('reads on when more was committed while a page came than is worth keeping', async () => {
  const { commit, page, heard } = log(8);
  commit(500);
  for (let n = 0; n < 40; n++) await page();
  commit(300);
  await eventually(async () => {
    if (heard.at(-1) !== 810) await page();
    expect(heard.at(-1)).toBe(810);
  });
  expect(heard).toEqual(Array.from({ length: 802 }, (_, n) => n + 9));
});

test('says now and then where its cursor is, when nothing waits', () => {
  const { one, told, commit } = log(10);
  one.tend(1000);
  commit(3);
  one.tend(1000);
  expect(told).toEqual(['live', 'quiet at 10', 'quiet at 13']);
});

test('ends with its token', () => {
  const { one, told, heard, commit } = log(10);
  Object.assign(one.holder, { expiresAt: Date.now() - 1 });
  one.tend(1000);
  Object.assign(one.holder, { expiresAt: null });
  commit();
  expect(told).toEqual(['live', 'UNAUTHENTICATED']);
  expect(heard).toEqual([]);
});

test('hears nothing once the other side is gone', async () => {
  const { one, commit, page, heard } = log(0);
  one.close();
  commit();
  await page();
  expect(heard).toEqual([]);
});

test('what only passes by is not kept for who does not read', () => {
  const signals: string[] = [];
  let waiting = MOST_WAITING + 1;
  const { one } = log(10, {
    backlog: () => waiting,
    signal: ({ type }) => void signals.push(type),
  });
  one.signal({ type: 'behind' }, 'room');
  waiting = 0;
  one.signal({ type: 'closing' }, 'everyone');
  expect(signals).toEqual(['closing']);
  one.close();
});
