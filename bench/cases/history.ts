// The history on one's own computer: how fast it takes the log in, and how fast a large one opens.
// Asked through the database thread, as the window's calls are.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatabase } from '../../src/core/db/thread.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import { type BenchCase, createMeasures } from '../case.ts';
import { percentile } from '../numbers.ts';
import { names } from '../subjects.ts';

const conversations = Array.from({ length: 40 }, (): string => randomUUID());
const me = randomUUID();
const people = Array.from({ length: 60 }, (_, index) => ({
  id: randomUUID(),
  name: `Person ${index}`,
  about: '',
  role: 'member' as const,
  avatar: null,
  active: true,
  status: null,
  dndUntil: null,
  receipts: true,
  joinedAt: 0,
}));
const batch = 500;
const unread = 200;
const asks = 200;

export const history: BenchCase = {
  name: 'history',
  title: 'A large history on one’s own computer',
  async run({ runs, size, progress }) {
    const messages = size('history', 1_000_000);
    const measures = createMeasures();
    for (let run = 0; run < runs; run++) {
      progress(`run ${run + 1} of ${runs}, ${messages} messages`);
      const folder = mkdtempSync(join(tmpdir(), 'lanline-bench-'));
      try {
        await measure(folder, messages, measures);
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
): Promise<void> {
  const entry = new URL('../../src/core/db/worker.ts', import.meta.url);
  const ignore = { crashed: () => undefined, mended: () => undefined };
  const { run: db, close } = await startDatabase(entry, { folder, me }, ignore);
  const add = (name: string, unit: string, value: number): void =>
    measures.add(name, unit, names.lanline, value);

  const heads = new Map(conversations.map((id) => [id, 0]));
  const empty = {
    kind: 'channel' as const,
    topic: '',
    private: false,
    posting: 'everyone' as const,
    archived: false,
    creator: null,
    members: [me, ...people.map(({ id }) => id)],
    head: 0,
    read: 0,
  };
  const snapshots = conversations.map((id) => ({ ...empty, id, name: id, events: [] }));
  await db('takeSnapshot', people, snapshots, {
    first: true,
    state: { epoch: randomUUID(), cursor: 0 },
  });
  const startedAt = performance.now();
  for (let pos = 0; pos < messages; pos += batch) {
    const events = Array.from({ length: batch }, (_, index) => message(pos + index + 1, heads));
    await db('apply', events, pos + batch);
  }
  add('taken in', 'events/s', (messages / (performance.now() - startedAt)) * 1000);
  for (const [id, head] of heads)
    if ((await db('lastSeq', id)) !== head) throw new Error('not everything was taken in');
  for (const [id, head] of heads) await db('markRead', id, Math.max(0, head - unread));

  const [busiest = ''] = conversations;
  const calls: [name: string, ask: () => Promise<unknown>][] = [
    ['open a conversation', () => db('openTimeline', busiest)],
    [
      'page of 50',
      () => db('older', busiest, 1 + Math.ceil(Math.random() * (heads.get(busiest) ?? 1)), 50),
    ],
    ['sidebar of 40', () => db('conversations')],
  ];
  for (const [name, ask] of calls) {
    const times: number[] = [];
    for (let index = 0; index < asks; index++) {
      const from = performance.now();
      await ask();
      times.push(performance.now() - from);
    }
    add(`${name}, p50`, 'ms', percentile(times, 0.5));
    add(`${name}, p95`, 'ms', percentile(times, 0.95));
  }
  await close();
  add('file', 'MiB', statSync(join(folder, 'history.db')).size / 2 ** 20);
}

/** Half of all messages are in one conversation; the others share the rest. */
function message(pos: number, heads: Map<string, number>): WireEvent {
  const conversation = conversations[pos % 2 ? 0 : pos % conversations.length] ?? '';
  const seq = (heads.get(conversation) ?? 0) + 1;
  heads.set(conversation, seq);
  const author = people[pos % people.length]?.id ?? '';
  const text = `Message ${pos} of about eighty characters, as people write them to each other.`;
  const body = { text, mentions: [] };
  return {
    conversation,
    seq,
    pos,
    id: randomUUID(),
    author,
    at: pos,
    type: 'message.created',
    body,
  };
}
