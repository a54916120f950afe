// Searching a large history on one's own computer: how long the first results take, how large the index is
// and how long it takes to make, and what opening a conversation takes meanwhile.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatabase } from '../../src/core/db/thread.ts';
import { createSearch } from '../../src/core/search/thread.ts';
import type { Person } from '../../src/shared/entities.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import { type BenchCase, createMeasures } from '../case.ts';
import { percentile } from '../numbers.ts';
import { names } from '../subjects.ts';
import { createWriter } from './searchWords.ts';

const me = randomUUID();
const rooms = Array.from({ length: 40 }, (): string => randomUUID());
const people = Array.from({ length: 60 }, (_, index): Person => {
  const plain = { about: '', role: 'member', avatar: null, active: true, status: null } as const;
  return {
    ...plain,
    id: randomUUID(),
    name: `Person ${index}`,
    dndUntil: null,
    receipts: true,
    joinedAt: 0,
  };
});
const batch = 500;
const unread = 200;
const asks = 60;
const begin = Date.UTC(2026, 0, 1);

export const search: BenchCase = {
  name: 'search',
  title: 'Searching a large history',
  async run({ runs, size, progress }) {
    const messages = size('search', 1_000_000);
    const measures = createMeasures();
    for (let run = 0; run < runs; run++) {
      progress(`run ${run + 1} of ${runs}, ${messages} messages`);
      const folder = mkdtempSync(join(tmpdir(), 'lanline-bench-'));
      try {
        await measure(folder, messages, measures, progress);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    return measures.all();
  },
};

async function measure(
  folder: string,
  messages: number,
  measures: ReturnType<typeof createMeasures>,
  progress: (text: string) => void,
): Promise<void> {
  const add = (name: string, unit: string, value: number): void =>
    measures.add(name, unit, names.lanline, value);
  const timed = (name: string, times: number[]): void => {
    add(`${name}, p50`, 'ms', percentile(times, 0.5));
    add(`${name}, p95`, 'ms', percentile(times, 0.95));
  };
  const entry = new URL('../../src/core/db/worker.ts', import.meta.url);
  const ignore = { crashed: () => undefined, mended: () => undefined };
  const { run: db, close } = await startDatabase(entry, { folder, me }, ignore);
  const writer = createWriter();
  await fill(db, messages, writer.text);

  const [busiest = ''] = rooms;
  const alone: number[] = [];
  for (let ask = 0; ask < asks; ask++) alone.push(await timeOf(() => db('openTimeline', busiest)));
  timed('open a conversation', alone);

  const index = createSearch(
    new URL('../../src/core/search/worker.ts', import.meta.url),
    { folder, me },
    (level, text) => level === 'error' && progress(text),
  );
  const find = (query: string) => index.find({ query, next: null, limit: 20 });

  progress('making the index');
  const startedAt = performance.now();
  const meanwhile = { open: [] as number[], find: [] as number[] };
  for (let missing = messages; missing > 0;) {
    meanwhile.open.push(await timeOf(() => db('openTimeline', busiest)));
    meanwhile.find.push(await timeOf(async () => ({ missing } = await find('"no such words"'))));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  add('index made in', 's', (performance.now() - startedAt) / 1000);
  timed('open a conversation meanwhile', meanwhile.open);
  timed('search meanwhile', meanwhile.find);

  progress('searching');
  const filters = {
    'common word from somebody': `${writer.queries['common word']} from:"Person 7"`,
    'common word in a conversation': `${writer.queries['common word']} in:room-0`,
    'common word before a day': `${writer.queries['common word']} before:2026-06-01`,
    'somebody in a conversation': 'from:"Person 7" in:room-7',
  };
  for (const [name, query] of Object.entries({ ...writer.queries, ...filters })) {
    const times: number[] = [];
    for (let ask = 0; ask < asks; ask++) times.push(await timeOf(() => find(query)));
    timed(name, times);
  }
  await index.close();
  await close();
  add('history', 'MiB', statSync(join(folder, 'history.db')).size / 2 ** 20);
  add('index', 'MiB', statSync(join(folder, 'search.db')).size / 2 ** 20);
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Half of all messages are in one conversation; one in a minute. */
async function fill(
  db: Awaited<ReturnType<typeof startDatabase>>['run'],
  messages: number,
  text: (number: number) => string,
): Promise<void> {
  const plain = { private: false, posting: 'everyone', archived: false, creator: null } as const;
  const members = [me, ...people.map(({ id }) => id)];
  const empty = {
    ...plain,
    kind: 'channel' as const,
    topic: '',
    members,
    head: 0,
    read: 0,
    seen: [],
  };
  const snapshots = rooms.map((id, n) => ({ ...empty, id, name: `room-${n}`, events: [] }));
  const state = { epoch: randomUUID(), cursor: 0 };
  await db('takeSnapshot', people, snapshots, { first: true, state });
  const heads = new Map<string, number>();
  for (let pos = 0; pos < messages; pos += batch) {
    const events = Array.from({ length: batch }, (_, offset): WireEvent => {
      const number = pos + offset + 1;
      const conversation = rooms[number % 2 ? 0 : number % rooms.length] ?? '';
      const seq = (heads.get(conversation) ?? 0) + 1;
      heads.set(conversation, seq);
      const author = people[number % people.length]?.id ?? '';
      const at = begin + number * 60_000;
      const body = { text: text(number), mentions: [] };
      return {
        conversation,
        seq,
        pos: number,
        id: randomUUID(),
        author,
        at,
        type: 'message.created',
        body,
      };
    });
    await db('apply', events, pos + batch, 0, { quiet: true });
  }
  for (const [id, head] of heads) await db('markRead', id, Math.max(0, head - unread));
}
