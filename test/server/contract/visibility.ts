// Who may read what: by cursor, by page and by snapshot.
import { describe, expect, test } from 'vitest';
import { hashToken } from '../../../server/domain/people.ts';
import type { WireEvent } from '../../../src/shared/events.ts';
import {
  create,
  direct,
  type Driven,
  enter,
  join,
  leave,
  openDriven,
  send,
  type StoreKind,
  texts,
} from './driver.ts';

const refusal = (code: string) => expect.objectContaining({ code });

export function visibilityContract(kind: StoreKind): void {
  describe('a pull', () => {
    test('gives what was said while one was there, and the leaving itself (rule 13)', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const { conversation: room } = await driven.land(create(ann, 'room'));
      const say = (text: string) => driven.land(send(ann, room, text));
      await say('before Bob');
      await driven.land(enter(bob, room));
      await say('with Bob');
      await driven.land(leave(bob, room));
      await say('behind his back');
      expect(texts(await driven.pullAll(bob))).toEqual(['with Bob']);
      await driven.land(enter(bob, room));
      await say('back again');
      const events = (await driven.pullAll(bob)).filter((event) => event.conversation === room);
      expect(events.map(({ type, body }) => body['text'] ?? type)).toEqual([
        'member.joined',
        'with Bob',
        'member.left',
        'member.joined',
        'back again',
      ]);
      expect(texts(await driven.pullAll(ann))).toHaveLength(4);
    });

    test('gives a direct conversation to its two people only', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const eve = await driven.person('Eve');
      const { conversation } = await driven.land(direct(ann, bob));
      await driven.land(send(bob, conversation, 'psst'));
      expect(texts(await driven.pullAll(ann))).toEqual(['psst']);
      expect(texts(await driven.pullAll(eve))).toEqual([]);
      const page = { conversation, limit: 10, before: undefined, after: undefined };
      const looked = driven.store.read('history.page', eve, page);
      await expect(looked).rejects.toEqual(refusal('NOT_FOUND'));
      const opened = driven.store.read('conversation.open', eve, { conversation });
      await expect(opened).rejects.toEqual(refusal('NOT_FOUND'));
    });

    test.each([1, 2, 7, 500])('in pages of %i gives each event once, in order', async (limit) => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const { conversation: room } = await driven.land(create(ann, 'room'));
      const general = await driven.general(bob);
      const batch = Array.from({ length: 30 }, (_, n) =>
        send(ann, n % 3 === 0 ? general : room, `${n}`),
      );
      await driven.store.commit(batch);
      const events = await driven.pullAll(bob, 0, limit);
      expect(texts(events)).toEqual(['0', '3', '6', '9', '12', '15', '18', '21', '24', '27']);
      const positions = events.map(({ pos }) => pos);
      expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
      const middle = positions[5] ?? 0;
      expect(await driven.pullAll(bob, middle, limit)).toEqual(events.slice(6));
    });

    test('moves the cursor over what is not to be seen, and never back', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const { conversation: room, pos } = await driven.land(create(ann, 'room'));
      const last = await driven.land(send(ann, room, 'not for Bob'));
      const page = await driven.store.read('sync.pull', bob, { after: pos - 1, limit: 10 });
      expect(page).toEqual({ events: [], next: last.pos, head: last.pos });
      const beyond = await driven.store.read('sync.pull', bob, { after: last.pos + 5, limit: 10 });
      expect(beyond).toEqual({ events: [], next: last.pos + 5, head: last.pos });
    });
  });

  test('a page of history is next to its mark, oldest first', async () => {
    const driven = await openDriven(kind);
    const ann = await driven.person('Ann');
    const { conversation } = await driven.land(create(ann, 'room'));
    await driven.store.commit([1, 2, 3, 4, 5].map((n) => send(ann, conversation, `${n}`)));
    const page = async (at: { before?: number; after?: number }, limit: number) => {
      const args = { conversation, limit, before: undefined, after: undefined, ...at };
      return (await driven.store.read('history.page', ann, args)).events.map(({ seq }) => seq);
    };
    expect(await page({}, 2)).toEqual([5, 6]);
    expect(await page({ before: 5 }, 2)).toEqual([3, 4]);
    expect(await page({ before: 1 }, 2)).toEqual([]);
    expect(await page({ after: 0 }, 2)).toEqual([1, 2]);
    expect(await page({ after: 5 }, 2)).toEqual([6]);
    expect(await page({ after: 6 }, 2)).toEqual([]);
  });

  test('everybody may look into a channel before joining it', async () => {
    const driven = await openDriven(kind);
    const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
    const { conversation } = await driven.land(create(ann, 'room'));
    await driven.land(send(ann, conversation, 'hello'));
    const { snapshot } = await driven.store.read('conversation.open', bob, { conversation });
    expect(texts(snapshot.events)).toEqual(['hello']);
    expect(snapshot).toMatchObject({ kind: 'channel', name: 'room', members: [ann], head: 2 });
    const { channels } = await driven.store.read('channel.browse', bob, {});
    expect(channels.map(({ name, members, joined }) => [name, members, joined])).toEqual([
      ['general', 2, true],
      ['room', 1, false],
    ]);
  });

  describe('whether the log has an event', () => {
    /** For each who asks. */
    const answers = async (
      { store }: Driven,
      askers: string[],
      { pos, conversation, seq, author, at }: WireEvent,
    ) =>
      Promise.all(
        askers.map(
          async (asker) =>
            (await store.read('sync.check', asker, { pos, conversation, seq, author, at })).known,
        ),
      );

    async function newest(driven: Driven, user: string): Promise<WireEvent> {
      const found = (await driven.pullAll(user)).at(-1);
      if (!found) throw new Error('nothing was said');
      return found;
    }

    test('is told to those who may read it', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const eve = await driven.person('Eve');
      const guest = await driven.personAs('guest', 'Guest');
      const askers = [ann, bob, eve, guest];
      const { conversation } = await driven.land(direct(ann, bob));
      await driven.land(send(bob, conversation, 'psst'));
      const secret = await newest(driven, ann);
      expect(secret.body).toMatchObject({ text: 'psst' });
      expect(await answers(driven, askers, secret)).toEqual([true, true, false, false]);
      const other = { ...secret, at: secret.at + 1 };
      expect(await answers(driven, askers, other)).toEqual(askers.map(() => false));

      // Channels are open to all but guests, who may have looked into them before they joined.
      const { conversation: room } = await driven.land(create(ann, 'room'));
      await driven.land(send(ann, room, 'hello'));
      const open = await newest(driven, ann);
      expect(open.body).toMatchObject({ text: 'hello' });
      expect(await answers(driven, askers, open)).toEqual([true, true, true, false]);
    });

    test('is told to guests of what they could read until they left', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const { conversation: room } = await driven.land(create(ann, 'room'));
      const say = async (text: string): Promise<WireEvent> => {
        await driven.land(send(ann, room, text));
        return newest(driven, ann);
      };
      const before = await say('before');
      const guest = await driven.personAs('guest', 'Guest', [room]);
      const meanwhile = await say('meanwhile');
      await driven.land(leave(guest, room));
      const after = await say('after');
      for (const [event, known] of [
        [before, true],
        [meanwhile, true],
        [after, false],
      ] as const)
        expect([event.body, ...(await answers(driven, [guest], event))]).toEqual([
          event.body,
          known,
        ]);
    });
  });

  test('who is where now is as the log says', async () => {
    const driven = await openDriven(kind);
    const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
    const { conversation: room } = await driven.land(create(ann, 'room'));
    const general = await driven.general(ann);
    await driven.store.commit([enter(bob, room), leave(ann, room), leave(bob, general)]);
    const memberships = await driven.store.memberships();
    const where = (who: string) =>
      new Set(memberships.filter(({ user }) => user === who).map((row) => row.conversation));
    expect(where(ann)).toEqual(new Set([driven.store.team.id, ann, general]));
    expect(where(bob)).toEqual(new Set([driven.store.team.id, bob, room]));
    expect(await driven.store.countPeople()).toBe(2);
  });

  test('a device is known by its token alone', async () => {
    const driven = await openDriven(kind);
    const command = join('Ann');
    await driven.one(command);
    const { id, token } = command.args;
    const rights = { revoked: false, active: true, scopes: null, expiresAt: null };
    const holder = { user: id, device: id, ...rights };
    expect(await driven.store.authenticate(hashToken(token))).toEqual(holder);
    expect(await driven.store.authenticate(hashToken(`${token}x`))).toBeNull();
    expect(await driven.store.authenticate(new Uint8Array())).toBeNull();
  });
}
