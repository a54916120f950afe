// What is one person's alone: a conversation that nobody else reaches, and what stands in it.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import type { ReadName, WriteArgs, WriteCommand, WriteName } from '../../../server/store/store.ts';
import { FOREVER } from '../../../src/shared/entities.ts';
import type { Outcome } from '../../../src/shared/errors.ts';
import { create, type Driven, join, leave, openDriven, send, type StoreKind } from './driver.ts';

/** A command with an id of its own. */
export const act = <N extends WriteName>(
  name: N,
  actor: string,
  args: Omit<WriteArgs<N>, 'id'> & { id?: string },
): WriteCommand => ({ name, actor, args: { id: uuidv7(), ...args } }) as unknown as WriteCommand;

/** The refusal of a command, or undefined. */
export async function refused(driven: Driven, command: WriteCommand) {
  const { outcomes } = await driven.store.commit([command]);
  const [outcome] = outcomes as [Outcome<unknown>];
  return outcome.ok ? undefined : { code: outcome.error.code, field: outcome.error.field };
}

async function lab(kind: StoreKind) {
  const driven = await openDriven(kind);
  const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
  return { driven, ann, bob, general: await driven.general(ann) };
}

export function personalContract(kind: StoreKind): void {
  const favourite = (actor: string, conversation: string, on = true) =>
    act('preference.set', actor, { conversation, favourite: on });

  describe('one’s own conversation', () => {
    test('is there from the first moment, and comes by every way to its person', async () => {
      const { driven, ann, bob, general } = await lab(kind);
      const landed = await driven.land(favourite(bob, general));
      expect(landed).toMatchObject({ conversation: bob, seq: 2 });
      const own = { id: bob, kind: 'personal', members: [bob], head: 2 };
      const { snapshot } = await driven.store.read('conversation.open', bob, { conversation: bob });
      expect(snapshot).toMatchObject(own);
      const { conversations } = await driven.store.read('sync.snapshot', bob, { page: undefined });
      expect(conversations.find(({ id }) => id === bob)).toEqual(snapshot);
      expect(conversations.some(({ id }) => id === ann)).toBe(false);
      const log = await driven.log(bob, bob);
      expect(log.map(({ type, author }) => [type, author])).toEqual([
        ['conversation.created', bob],
        ['preference.changed', bob],
      ]);
      const pulled = await driven.pullAll(bob);
      expect(pulled.filter(({ conversation }) => conversation === bob)).toEqual(log);
      const { pos, seq, author, at } = log[1] as (typeof log)[number];
      const check = { pos, seq, author, at, conversation: bob };
      expect(await driven.store.read('sync.check', bob, check)).toEqual({ known: true });
    });

    test('is hidden from everybody else, whatever they are and ask', async () => {
      const { driven, ann, general } = await lab(kind);
      const member = await driven.personAs('member', 'Member');
      await driven.land(favourite(member, general));
      const [event] = (await driven.log(member, member)).slice(-1);
      const { pos = 0, seq = 0, at = 0 } = event ?? {};
      const check = { pos, seq, at, author: member, conversation: member };
      const others = [
        ann,
        await driven.personAs('admin', 'Admin'),
        await driven.personAs('guest', 'Guest', [general]),
        driven.store.team.id,
      ];
      const conversation = member;
      const reads: [ReadName, object][] = [
        ['conversation.open', { conversation }],
        ['history.page', { conversation, limit: 500 }],
        ['history.page', { conversation, after: 0, limit: 500 }],
      ];
      for (const other of others) {
        for (const [name, args] of reads)
          await expect(driven.store.read(name, other, args as never)).rejects.toMatchObject({
            code: 'NOT_FOUND',
          });
        await expect(
          driven.store.read('conversation.seen', other, { conversation }),
        ).rejects.toMatchObject({
          code: other === driven.store.team.id ? 'FORBIDDEN' : 'NOT_FOUND',
        });
        expect(await driven.store.read('sync.check', other, check)).toEqual({ known: false });
        const pulled = await driven.pullAll(other);
        expect(pulled.filter((one) => one.conversation === member)).toEqual([]);
        const { conversations } = await driven.store.read('sync.snapshot', other, {
          page: undefined,
        });
        expect(conversations.filter(({ id }) => id === member)).toEqual([]);
        const { markers } = await driven.store.read('sync.resume', other, {});
        expect(markers.filter((one) => one.conversation === member)).toEqual([]);
      }
      const { channels } = await driven.store.read('channel.browse', ann, {});
      expect(channels.map(({ name }) => name)).toEqual(['general']);
    });

    test('is written by nobody, its person included', async () => {
      const { driven, ann, bob } = await lab(kind);
      const conversation = bob;
      const at = Date.now() + 60_000;
      const { head } = await driven.store.read('sync.resume', ann, {});
      for (const actor of [bob, ann]) {
        const ways = [
          send(actor, conversation, 'hello'),
          act('conversation.read', actor, { conversation, seq: 1 }),
          act('channel.join', actor, { conversation }),
          leave(actor, conversation),
          act('message.edit', actor, { conversation, target: 1, text: 'changed' }),
          act('message.delete', actor, { conversation, target: 1 }),
          act('message.acknowledge', actor, { conversation, target: 1 }),
          act('reaction.set', actor, { conversation, target: 1, emoji: '👍', on: true }),
          act('pin.set', actor, { conversation, target: 1, on: true }),
          act('conversation.set', actor, { conversation, name: 'mine' }),
          act('member.add', actor, { conversation, users: [ann] }),
          act('member.remove', actor, { conversation, user: bob }),
          favourite(actor, conversation),
          act('saved.set', actor, { conversation, target: 1, on: true }),
          act('thread.read', actor, { conversation, thread: 1, seq: 1 }),
          act('message.schedule', actor, { conversation, text: 'later', at }),
        ];
        for (const way of ways)
          expect([way.name, (await refused(driven, way))?.code]).toEqual([way.name, 'NOT_FOUND']);
      }
      expect((await driven.store.read('sync.resume', ann, {})).head).toBe(head);
    });

    test('and another one never share an id', async () => {
      const { driven, ann, bob, general } = await lab(kind);
      expect(await driven.codeOf(create(ann, 'trap', bob))).toBe('ID_CONFLICT');
      expect(await driven.codeOf(join('Eve', { id: general }))).toBe('ID_CONFLICT');
    });
  });

  describe('how one wants a conversation', () => {
    test('changes field by field, and what stands already is no event', async () => {
      const { driven, ann, general: conversation } = await lab(kind);
      const set = (wanted: object) =>
        driven.land(act('preference.set', ann, { conversation, ...wanted }));
      // As it is for everybody in the beginning.
      const birth = { conversation: ann, seq: 1 };
      for (const nothing of [{}, { favourite: false }, { mutedUntil: null, unreadFrom: null }])
        expect(await set(nothing)).toMatchObject(birth);
      const muted = await set({ mutedUntil: FOREVER, notify: 'mentions' });
      const marked = await set({ unreadFrom: 3 });
      await driven.reopen();
      expect(await set({ mutedUntil: FOREVER, unreadFrom: 3 })).toEqual(marked);
      expect(await set({ notify: null })).toMatchObject({ seq: marked.seq + 1 });
      expect((await driven.log(ann, ann)).slice(1).map(({ body }) => body)).toEqual([
        { conversation, mutedUntil: FOREVER, notify: 'mentions' },
        { conversation, unreadFrom: 3 },
        { conversation, notify: null },
      ]);
      expect(muted).toMatchObject({ conversation: ann, seq: 2 });
    });

    test('is one’s own choice for whatever one may look into, and for nothing else', async () => {
      const { driven, ann, bob, general } = await lab(kind);
      const { conversation: room } = await driven.land(create(ann, 'room'));
      const { id: team } = driven.store.team;
      expect(await driven.codeOf(favourite(bob, room))).toBe('ok');
      for (const conversation of [team, uuidv7()])
        expect(await driven.codeOf(favourite(bob, conversation))).toBe('NOT_FOUND');
      expect(await driven.codeOf(favourite(team, general))).toBe('FORBIDDEN');
      for (const mutedUntil of [-1, 0.5, 1e300, FOREVER + 1])
        expect(
          await refused(driven, act('preference.set', bob, { conversation: room, mutedUntil })),
        ).toEqual({ code: 'INVALID', field: 'mutedUntil' });
    });
  });

  describe('what one saved', () => {
    test('is a message of a conversation one is in, once', async () => {
      const { driven, ann, bob, general: conversation } = await lab(kind);
      const { seq: target } = await driven.land(send(ann, conversation, 'keep me'));
      const set = (on: boolean, at = target) =>
        driven.land(act('saved.set', bob, { conversation, target: at, on }));
      expect(await set(false)).toMatchObject({ conversation: bob, seq: 1 });
      const saved = await set(true);
      expect(await set(true)).toEqual(saved);
      expect(await set(false)).toMatchObject({ seq: saved.seq + 1 });
      expect((await driven.log(bob, bob)).slice(1).map(({ body }) => body)).toEqual([
        { conversation, target, on: true },
        { conversation, target, on: false },
      ]);
      for (const nothing of [1, target + 1])
        await expect(set(true, nothing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('can be let go of after leaving, and not be added to', async () => {
      const { driven, ann, bob, general: conversation } = await lab(kind);
      const { seq: target } = await driven.land(send(ann, conversation, 'keep me'));
      const set = (on: boolean) => act('saved.set', bob, { conversation, target, on });
      await driven.land(set(true));
      await driven.land(leave(bob, conversation));
      expect(await driven.codeOf(set(false))).toBe('ok');
      expect(await driven.codeOf(set(true))).toBe('NOT_MEMBER');
    });
  });

  test('how far one has read a thread only grows, and never beyond the log', async () => {
    const { driven, ann, bob, general: conversation } = await lab(kind);
    const { seq: thread } = await driven.land(send(ann, conversation, 'root'));
    const say = (text: string) =>
      driven.land(act('message.send', ann, { conversation, text, thread }));
    const first = await say('first');
    const second = await say('second');
    const read = (seq: number, root = thread) =>
      driven.land(act('thread.read', bob, { conversation, thread: root, seq }));
    const marked = await read(first.seq);
    expect(await read(thread)).toEqual(marked);
    await read(1_000_000);
    expect((await driven.log(bob, bob)).slice(1).map(({ body }) => body)).toEqual([
      { conversation, thread, seq: first.seq },
      { conversation, thread, seq: second.seq },
    ]);
    for (const nothing of [1, first.seq, 1_000_000])
      await expect(read(second.seq, nothing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    // Where its first message is deleted, a thread can still be read.
    const third = await say('third');
    await driven.land(act('message.delete', ann, { conversation, target: thread }));
    await read(third.seq);
  });
}
