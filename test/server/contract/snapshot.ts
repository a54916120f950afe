// The first sync's snapshot, reading marks, names, and reading beside writing.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/shared/entities.ts';
import {
  create,
  direct,
  type Driven,
  enter,
  join,
  leave,
  openDriven,
  read,
  send,
  type StoreKind,
} from './driver.ts';
import { act } from './personal.ts';

const refusal = (code: string) => expect.objectContaining({ code });

async function snapshotPages(driven: Driven, user: string) {
  const pages = [await driven.store.read('sync.snapshot', user, { page: undefined })];
  for (let last = pages.at(-1); last?.nextPage; last = pages.at(-1))
    pages.push(await driven.store.read('sync.snapshot', user, { page: last.nextPage }));
  return pages;
}

export function snapshotContract(kind: StoreKind): void {
  describe('a snapshot', () => {
    test('shows each of my conversations once, in pages, and nothing else', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const rooms = Array.from({ length: 45 }, (_, n) => create(ann, `room-${n}`));
      const { outcomes } = await driven.store.commit(rooms);
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      const { conversation: shared } = await driven.land(direct(bob, ann));
      const pages = await snapshotPages(driven, ann);
      expect(pages.length).toBeGreaterThan(2);
      const shown = pages.flatMap((page) => page.conversations.map(({ id }) => id));
      expect(shown).toHaveLength(new Set(shown).size);
      const own = (await driven.store.memberships()).filter(({ user }) => user === ann);
      expect(new Set(shown)).toEqual(new Set(own.map(({ conversation }) => conversation)));
      expect(pages.map(({ people }) => people.length)).toEqual([2, ...pages.slice(1).map(() => 0)]);
      const [first] = pages;
      const { epoch, head } = await driven.store.read('sync.resume', ann, {});
      expect(first).toMatchObject({ epoch, head });
      const bobs = (await snapshotPages(driven, bob)).flatMap((page) => page.conversations);
      expect(bobs.map(({ id }) => id)).toContain(shared);
      // The team's, his own, the first channel, and what he shares with Ann.
      expect(bobs).toHaveLength(4);
      expect(bobs.find(({ id }) => id === shared)).toMatchObject({
        kind: 'direct',
        members: [ann, bob].toSorted(),
      });
    });

    test('has the newest events of each, without holes, up to its head', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const { conversation } = await driven.land(create(ann, 'long'));
      await driven.store.commit(
        Array.from({ length: 200 }, (_, n) => send(ann, conversation, `${n}`)),
      );
      const [page] = await snapshotPages(driven, ann);
      const long = page?.conversations.find(({ id }) => id === conversation);
      const seqs = long?.events.map(({ seq }) => seq) ?? [];
      expect(long?.head).toBe(201);
      expect(seqs.at(-1)).toBe(201);
      expect(seqs.length).toBeGreaterThanOrEqual(20);
      expect(seqs).toEqual(seqs.map((_, n) => 201 - seqs.length + 1 + n));
    });

    test('has a screen of messages where reactions and threads would fill the page', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const { conversation } = await driven.land(create(ann, 'busy'));
      const opened = async () =>
        (await driven.store.read('conversation.open', ann, { conversation })).snapshot.events;
      const react = (target: number, on: boolean) =>
        act('reaction.set', ann, { conversation, target, emoji: '🌱', on });
      for (let n = 0; n < 50; n++) await driven.one(send(ann, conversation, `${n}`));
      const noise = (count: number) =>
        driven.store.commit([
          ...Array.from({ length: count }, (_, n) => react(2, n % 2 === 0)),
          act('message.send', ann, { conversation, text: 'aside', thread: 2 }),
        ]);
      await noise(100);
      const shown = (await opened()).filter(
        ({ type, body }) => type === 'message.created' && body['thread'] === undefined,
      );
      expect(shown.map(({ body }) => body['text'])).toEqual(
        Array.from({ length: 40 }, (_, n) => `${n + 10}`),
      );
      await noise(450);
      const events = await opened();
      expect(events).toHaveLength(limits.page);
      expect(events.at(-1)?.seq).toBe(
        await driven.log(ann, conversation).then((log) => log.length),
      );
    });
  });

  describe('a reading mark', () => {
    test('only moves forward, never beyond the log, and says so to its person once', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const { conversation, seq: born } = await driven.land(create(ann, 'room'));
      await driven.store.commit([1, 2, 3, 4].map((n) => send(ann, conversation, `${n}`)));
      const mark = async (seq: number) => {
        const { outcomes, signals, events } = await driven.store.commit([
          read(ann, conversation, seq),
        ]);
        expect(events).toEqual([]);
        return { outcome: outcomes[0], signals };
      };
      const at = (seq: number) => ({ ok: true, value: { seq } });
      const news = (seq: number) => [{ user: ann, signal: { type: 'read', conversation, seq } }];
      expect(await mark(born)).toEqual({ outcome: at(born), signals: [] });
      expect(await mark(3)).toEqual({ outcome: at(3), signals: news(3) });
      expect(await mark(2)).toEqual({ outcome: at(3), signals: [] });
      expect(await mark(99)).toEqual({ outcome: at(5), signals: news(5) });
      await driven.reopen();
      const { markers } = await driven.store.read('sync.resume', ann, {});
      expect(markers).toContainEqual({ conversation, seq: 5 });
    });

    test('starts where somebody came in: what was said before is not unread', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const { conversation } = await driven.land(create(ann, 'room'));
      await driven.land(send(ann, conversation, 'before'));
      const { seq } = await driven.land(enter(bob, conversation));
      const { snapshot } = await driven.store.read('conversation.open', bob, { conversation });
      expect(snapshot).toMatchObject({ read: seq, head: seq });
      const notThere = driven.one(read(await driven.person('Eve'), conversation, 1));
      await expect(notThere).rejects.toEqual(refusal('NOT_MEMBER'));
    });
  });

  describe('names', () => {
    test('belong to one person and one channel, whatever their case', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      await expect(driven.one(join('ANN'))).rejects.toEqual(refusal('NAME_TAKEN'));
      await expect(driven.one(create(bob, 'GENERAL'))).rejects.toEqual(refusal('NAME_TAKEN'));
      const rename = (actor: string, name: string) =>
        driven.one({
          name: 'profile.set',
          actor,
          args: { id: uuidv7(), name, about: '' },
        });
      await expect(rename(bob, 'ann')).rejects.toEqual(refusal('NAME_TAKEN'));
      await rename(ann, 'ANN');
      await rename(ann, 'Anna');
      await rename(bob, 'Ann');
      const { people } = await driven.store.read('sync.snapshot', ann, { page: undefined });
      expect(people.map(({ name }) => name).toSorted()).toEqual(['Ann', 'Anna']);
    });

    test('the first to come owns the team', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      await driven.person('Bob');
      const { people } = await driven.store.read('sync.snapshot', ann, { page: undefined });
      const roles = Object.fromEntries(people.map(({ name, role }) => [name, role]));
      expect(roles).toEqual({ Ann: 'owner', Bob: 'member' });
    });

    test('two people share one direct conversation, whoever opens it', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const first = await driven.land(direct(ann, bob));
      const second = await driven.land(direct(bob, ann));
      const own = await driven.land(direct(ann, ann));
      expect(second.conversation).toBe(first.conversation);
      expect(own.conversation).not.toBe(first.conversation);
      await expect(driven.one(leave(ann, first.conversation))).rejects.toEqual(
        refusal('NOT_FOUND'),
      );
    });
  });

  test('reading does not hold up writing', async () => {
    const driven = await openDriven(kind);
    const ann = await driven.person('Ann');
    const room = await driven.general(ann);
    for (let batch = 0; batch < 20; batch++)
      await driven.store.commit(Array.from({ length: 256 }, (_, n) => send(ann, room, `${n}`)));
    const order: string[] = [];
    const reads = Array.from({ length: 200 }, async () => {
      await driven.store.read('sync.pull', ann, { after: 0, limit: 500 });
      order.push('read');
    });
    const written = driven.land(send(ann, room, 'meanwhile')).then(() => order.push('written'));
    await Promise.all([...reads, written]);
    // Were both done one after the other, 200 pages would have been read first.
    expect(order.indexOf('written')).toBeLessThan(100);
  });
}
