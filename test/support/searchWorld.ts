// A history on this computer with its index beside it, both real files: for tests that search.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDatabase } from '../../src/core/db/database.ts';
import { type Answer, createEngine } from '../../src/core/search/engine.ts';
import type { Person } from '../../src/shared/entities.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import { testFolder } from './folder.ts';

type More = Partial<Omit<WireEvent, 'body'>> & { body?: Record<string, unknown> };

/** Mara is the one who searches; Wei Chen and 陈伟 are there as well. */
export function searchWorld(folder = testFolder()) {
  const me = randomUUID();
  const [wei, chen] = [randomUUID(), randomUUID()];
  const [general, lunch] = [randomUUID(), randomUUID()];
  const heads = new Map<string, number>();
  let pos = 0;
  let database = openDatabase(folder, me);
  let engine = createEngine(folder, me);
  onTestFinished(() => {
    engine.close();
    database.close();
  });

  const nobody = { about: '', role: 'member', avatar: null, active: true, status: null } as const;
  const person = (id: string, name: string): Person => ({
    ...nobody,
    id,
    name,
    dndUntil: null,
    receipts: true,
    joinedAt: 0,
  });
  const people = [person(me, 'Mara'), person(wei, 'Wei Chen'), person(chen, '陈伟')];

  function snapshot(id: string, name: string, more: Record<string, unknown> = {}) {
    const kind = 'channel' as const;
    const members = [me, wei, chen];
    const plain = { private: false, posting: 'everyone' as const, archived: false, creator: null };
    return {
      id,
      kind,
      name,
      topic: '',
      ...plain,
      members,
      head: 0,
      read: 0,
      seen: [],
      events: [],
      ...more,
    };
  }

  /** An empty history of the team, as after a first sync. */
  function sync(epoch: string = randomUUID(), more: ReturnType<typeof snapshot>[] = []): void {
    const own = snapshot(me, '', { kind: 'personal', members: [me] });
    const all = [snapshot(general, 'general'), snapshot(lunch, 'lunch-plans'), own, ...more];
    database.takeSnapshot(people, all as never, { first: true, state: { epoch, cursor: 0 } });
  }

  function event(body: Record<string, unknown>, more: More = {}): WireEvent {
    const conversation = more.conversation ?? general;
    const seq = more.seq ?? (heads.get(conversation) ?? 0) + 1;
    heads.set(conversation, seq);
    pos = more.pos ?? pos + 1;
    const base = { id: randomUUID(), author: wei, at: Date.UTC(2026, 0, 1) + pos * 60_000 };
    return { ...base, type: 'message.created', ...more, conversation, seq, pos, body };
  }

  /** What the server sends; answers its seq. */
  function happens(body: Record<string, unknown>, more: More = {}): number {
    const one = event(body, more);
    database.apply([one], one.pos);
    return one.seq;
  }
  const said = (text: string, more: More = {}): number =>
    happens({ text, mentions: [], ...more.body }, more);

  function follow(): void {
    while (engine.follow());
  }

  /** Everything that is found, by its text as shown; the newest first. */
  function finds(query: string, conversation?: string): string[] {
    follow();
    return all(query, conversation).map(({ excerpt }) => excerpt.map(({ text }) => text).join(''));
  }

  function all(query: string, conversation?: string, limit = 20): Answer['found'] {
    const found: Answer['found'] = [];
    let next: string | null = null;
    do {
      const answer = engine.find({ query, conversation, next, limit });
      found.push(...answer.found);
      next = answer.next;
    } while (next !== null);
    return found;
  }

  sync();
  return {
    folder,
    me,
    wei,
    chen,
    general,
    lunch,
    snapshot,
    sync,
    event,
    happens,
    said,
    follow,
    finds,
    all,
    get engine() {
      return engine;
    },
    get database() {
      return database;
    },
    historyPath: join(folder, 'history.db'),
    indexPath: join(folder, 'search.db'),
    /** As after the app was started anew. */
    reopen(): void {
      engine.close();
      database.close();
      database = openDatabase(folder, me);
      engine = createEngine(folder, me);
    },
  };
}
