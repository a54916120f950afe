// What channels can be: private, for announcements, archived; and who is brought in and put out.
import { describe, expect, test } from 'vitest';
import { known } from '../../../src/shared/events.ts';
import {
  create,
  type Driven,
  enter,
  invite,
  leave,
  openDriven,
  send,
  setPerson,
  type StoreKind,
  texts,
} from './driver.ts';
import { newest } from './messages.ts';
import { act, refused } from './personal.ts';

/** An owner, two members and a guest. */
export async function four(kind: StoreKind) {
  const driven = await openDriven(kind);
  const owner = await driven.person('Owner');
  const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
  return { driven, owner, ann, bob, guest: await driven.personAs('guest', 'Guest') };
}

export function channelContract(kind: StoreKind): void {
  const lab = () => four(kind);
  const add = (actor: string, conversation: string, ...users: string[]) =>
    act('member.add', actor, { conversation, users });
  const put = (actor: string, conversation: string, user: string) =>
    act('member.remove', actor, { conversation, user });
  type Change = Partial<{
    name: string;
    topic: string;
    posting: 'everyone' | 'admins';
    archived: boolean;
  }>;
  const set = (actor: string, conversation: string, change: Change) =>
    act('conversation.set', actor, { conversation, ...change });
  const look = (driven: Driven, actor: string, conversation: string) =>
    driven.store
      .read('conversation.open', actor, { conversation })
      .then(({ snapshot }) => snapshot);

  describe('a private channel', () => {
    test('is known to its members alone', async () => {
      const { driven, owner, ann, bob } = await lab();
      const made = create(ann, 'plans', undefined, { private: true, members: [bob, bob, ann] });
      const { conversation } = await driven.land(made);
      expect(await look(driven, bob, conversation)).toMatchObject({
        private: true,
        posting: 'everyone',
        archived: false,
        creator: ann,
        members: [ann, bob].toSorted(),
      });
      const { seq } = await driven.land(send(bob, conversation, 'psst'));
      const gone = { code: 'NOT_FOUND' };
      for (const command of [
        enter(owner, conversation),
        send(owner, conversation, 'let me in'),
        add(owner, conversation, owner),
        set(owner, conversation, { topic: 'mine' }),
        act('reaction.set', owner, { conversation, target: seq, emoji: '🌱', on: true }),
        invite(owner, { role: 'guest', channels: [conversation] }),
      ])
        expect(await refused(driven, command)).toMatchObject(gone);
      await expect(look(driven, owner, conversation)).rejects.toMatchObject(gone);
      const page = { conversation, before: undefined, after: undefined, limit: 10 };
      await expect(driven.store.read('history.page', owner, page)).rejects.toMatchObject(gone);
      const names = async (who: string) =>
        (await driven.store.read('channel.browse', who, {})).channels.map(({ name }) => name);
      expect(await names(owner)).toEqual(['general']);
      expect(await names(bob)).toEqual(['general', 'plans']);
      const event = await newest(driven, bob, conversation);
      expect(await driven.store.read('sync.check', owner, event)).toEqual({ known: false });
      expect(await driven.store.read('sync.check', ann, event)).toEqual({ known: true });
    });

    test('gives its name away to nobody', async () => {
      const { driven, ann, bob } = await lab();
      await driven.land(create(ann, 'plans', undefined, { private: true }));
      expect(await driven.codeOf(create(bob, 'Plans'))).toBe('ok');
      expect(await driven.codeOf(create(bob, 'plans', undefined, { private: true }))).toBe(
        'NAME_TAKEN',
      );
    });

    test('is left behind: who was put out hears nothing any more', async () => {
      const { driven, ann, bob } = await lab();
      const { conversation } = await driven.land(
        create(ann, 'plans', undefined, { private: true }),
      );
      await driven.land(add(ann, conversation, bob));
      await driven.land(send(ann, conversation, 'with Bob'));
      await driven.land(put(ann, conversation, bob));
      await driven.land(send(ann, conversation, 'without'));
      expect(texts(await driven.pullAll(bob))).toEqual(['with Bob']);
      expect(await refused(driven, enter(bob, conversation))).toMatchObject({ code: 'NOT_FOUND' });
      expect(await driven.codeOf(add(ann, conversation, bob))).toBe('ok');
    });
  });

  describe('people', () => {
    test('are brought in by members, each with an event; whoever is in stays', async () => {
      const { driven, owner, ann, bob, guest } = await lab();
      const { conversation } = await driven.land(create(ann, 'room'));
      const { seq } = await driven.land(add(ann, conversation, bob, guest, bob, ann));
      const joined = (await driven.log(ann, conversation)).slice(seq - 1).map(known);
      expect(joined.map((event) => [event?.type, event?.author, event?.body])).toEqual([
        ['member.joined', ann, { user: bob }],
        ['member.joined', ann, { user: guest }],
      ]);
      expect(await driven.land(add(ann, conversation, bob))).toMatchObject({ seq: 1 });
      // An open one may be opened to others from outside as well; guests bring nobody.
      expect(await refused(driven, add(owner, conversation, owner))).toBeUndefined();
      expect(await refused(driven, add(guest, conversation, owner))).toMatchObject({
        code: 'FORBIDDEN',
      });
      expect(await refused(driven, add(ann, conversation, conversation))).toEqual({
        code: 'NOT_FOUND',
        field: 'users',
      });
      await driven.one(setPerson(owner, bob, { active: false }));
      await driven.land(put(owner, conversation, bob));
      expect(await refused(driven, add(ann, conversation, bob))).toEqual({
        code: 'FORBIDDEN',
        field: 'users',
      });
    });

    test('are put out by who manages the channel, and go by themselves otherwise', async () => {
      const { driven, owner, ann, bob, guest } = await lab();
      const { conversation } = await driven.land(
        create(ann, 'room', undefined, { members: [bob, guest, owner] }),
      );
      expect(await refused(driven, put(bob, conversation, guest))).toMatchObject({
        code: 'FORBIDDEN',
      });
      expect(await refused(driven, put(ann, conversation, ann))).toEqual({
        code: 'FORBIDDEN',
        field: 'user',
      });
      const { seq } = await driven.land(put(ann, conversation, guest));
      expect(await newest(driven, ann, conversation)).toMatchObject({
        seq,
        type: 'member.left',
        author: ann,
        body: { user: guest },
      });
      expect(await driven.land(put(ann, conversation, guest))).toMatchObject({ seq: 1 });
      expect(await refused(driven, put(owner, conversation, bob))).toBeUndefined();
      // Who made it manages it while they are in it.
      await driven.land(leave(ann, conversation));
      expect(await refused(driven, put(ann, conversation, owner))).toMatchObject({
        code: 'NOT_MEMBER',
      });
    });
  });

  describe('a change', () => {
    test('is told whole, with what of it changed', async () => {
      const { driven, ann, bob } = await lab();
      const { conversation } = await driven.land(
        create(ann, 'room', undefined, { members: [bob] }),
      );
      await driven.land(set(bob, conversation, { name: 'hall', topic: 'chairs' }));
      const now = { name: 'hall', topic: 'chairs', posting: 'everyone', archived: false };
      expect(await newest(driven, ann, conversation)).toMatchObject({
        type: 'conversation.changed',
        body: { ...now, changed: ['name', 'topic'] },
      });
      expect(await look(driven, ann, conversation)).toMatchObject({ ...now, creator: ann });
      expect(await driven.land(set(ann, conversation, now as Change))).toMatchObject({ seq: 1 });
      expect(await driven.land(set(ann, conversation, {}))).toMatchObject({ seq: 1 });
      expect(await refused(driven, set(ann, conversation, { name: 'GENERAL' }))).toEqual({
        code: 'NAME_TAKEN',
        field: 'name',
      });
      expect(await refused(driven, set(ann, conversation, { name: 'Hall' }))).toBeUndefined();
      expect(await driven.codeOf(create(bob, 'room'))).toBe('ok');
    });

    test('of who may write and of the archive is for who manages; guests change nothing', async () => {
      const { driven, owner, ann, bob, guest } = await lab();
      const { conversation } = await driven.land(
        create(ann, 'room', undefined, { members: [bob, guest, owner] }),
      );
      const codes = async (change: Change) =>
        Promise.all(
          [owner, ann, bob, guest].map((who) => driven.codeOf(set(who, conversation, change))),
        );
      expect(await codes({ topic: 'things' })).toEqual(['ok', 'ok', 'ok', 'FORBIDDEN']);
      expect(await codes({ posting: 'admins' })).toEqual(['ok', 'ok', 'FORBIDDEN', 'FORBIDDEN']);
      expect(await codes({ topic: 'other' })).toEqual(['ok', 'ok', 'FORBIDDEN', 'FORBIDDEN']);
      expect(await codes({ archived: false })).toEqual(['ok', 'ok', 'FORBIDDEN', 'FORBIDDEN']);
    });

    test('of the first channel’s name keeps newcomers coming in', async () => {
      const { driven, owner } = await lab();
      const conversation = await driven.general(owner);
      await driven.land(set(owner, conversation, { name: 'everybody' }));
      const eve = await driven.person('Eve');
      expect((await look(driven, eve, conversation)).members).toContain(eve);
      await driven.land(set(owner, conversation, { archived: true }));
      const late = await driven.person('Late');
      expect((await look(driven, late, conversation)).members).not.toContain(late);
    });
  });

  test('in a channel for announcements few write, and all answer and react', async () => {
    const { driven, owner, ann, bob } = await lab();
    const { conversation } = await driven.land(
      create(ann, 'news', undefined, { posting: 'admins', members: [bob, owner] }),
    );
    const { seq: target } = await driven.land(send(ann, conversation, 'news'));
    expect(await refused(driven, send(owner, conversation, 'more'))).toBeUndefined();
    const say = (parts: object) => act('message.send', bob, { conversation, text: 'hm', ...parts });
    const few = { code: 'FORBIDDEN', field: 'posting' };
    expect(await refused(driven, say({}))).toEqual(few);
    expect(await refused(driven, say({ thread: target, broadcast: true }))).toEqual(few);
    const reply = await driven.land(say({ thread: target }));
    const at = { conversation, target };
    expect(
      await refused(driven, act('reaction.set', bob, { ...at, emoji: '🌱', on: true })),
    ).toBeUndefined();
    expect(await refused(driven, act('pin.set', bob, { ...at, on: true }))).toEqual(few);
    const own = { conversation, target: reply.seq, text: 'aha' };
    expect(await refused(driven, act('message.edit', bob, own))).toBeUndefined();

    // What Bob said while all could write he may take back, and not reword.
    await driven.land(set(ann, conversation, { posting: 'everyone' }));
    const { seq } = await driven.land(say({}));
    await driven.land(set(ann, conversation, { posting: 'admins' }));
    expect(await refused(driven, act('message.edit', bob, { ...own, target: seq }))).toEqual(few);
    expect(
      await refused(driven, act('message.delete', bob, { conversation, target: seq })),
    ).toBeUndefined();
  });

  test('an archived channel is read, left and taken out again, and nothing else', async () => {
    const { driven, owner, ann, bob } = await lab();
    const made = create(ann, 'old', undefined, { members: [bob] });
    const { conversation } = await driven.land(made);
    const { seq: target } = await driven.land(send(bob, conversation, 'words'));
    await driven.land(set(ann, conversation, { archived: true }));
    const at = { conversation, target };
    const over = { code: 'FORBIDDEN', field: 'archived' };
    for (const command of [
      send(ann, conversation, 'more'),
      act('message.edit', bob, { ...at, text: 'other' }),
      act('message.delete', bob, at),
      act('reaction.set', bob, { ...at, emoji: '🌱', on: true }),
      act('pin.set', ann, { ...at, on: true }),
      act('message.acknowledge', bob, at),
      set(ann, conversation, { topic: 'so' }),
      add(ann, conversation, owner),
      put(ann, conversation, bob),
      enter(owner, conversation),
    ])
      expect([command.name, await refused(driven, command)]).toEqual([command.name, over]);
    expect(texts((await look(driven, owner, conversation)).events)).toEqual(['words']);
    expect((await driven.store.read('channel.browse', owner, {})).channels).toContainEqual(
      expect.objectContaining({ id: conversation, archived: true, joined: false }),
    );
    expect(
      await refused(driven, act('conversation.read', bob, { conversation, seq: target })),
    ).toBeUndefined();
    expect(await refused(driven, leave(bob, conversation))).toBeUndefined();
    expect(await driven.codeOf(create(bob, 'old'))).toBe('NAME_TAKEN');
    expect(
      await refused(driven, set(ann, conversation, { archived: false, topic: 'new' })),
    ).toBeUndefined();
    expect(await refused(driven, enter(owner, conversation))).toBeUndefined();
  });

  test('the server’s own console takes part in nothing', async () => {
    const { driven, ann, bob } = await lab();
    const { conversation } = await driven.land(create(ann, 'room'));
    const { seq: target } = await driven.land(send(ann, conversation, 'words'));
    const { id: console } = driven.store.team;
    const at = { conversation, target };
    for (const command of [
      act('message.edit', console, { ...at, text: 'other' }),
      act('message.delete', console, at),
      act('reaction.set', console, { ...at, emoji: '🌱', on: true }),
      act('pin.set', console, { ...at, on: true }),
      act('message.acknowledge', console, at),
      set(console, conversation, { archived: true }),
      add(console, conversation, bob),
      put(console, conversation, ann),
      act('group.open', console, { users: [ann, bob] }),
    ])
      expect([command.name, await driven.codeOf(command)]).toEqual([command.name, 'FORBIDDEN']);
  });
}
