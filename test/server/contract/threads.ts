// Messages that point at others: replies, threads, and what is passed on.
import { describe, expect, test } from 'vitest';
import type { CommandArgs } from '../../../src/shared/commands.ts';
import { create, enter, openDriven, send, type StoreKind } from './driver.ts';
import { newest, room } from './messages.ts';
import { act, refused } from './personal.ts';

export function threadContract(kind: StoreKind): void {
  async function talk() {
    const all = await room(kind);
    const { driven, conversation } = all;
    type Parts = Partial<CommandArgs<'message.send'>>;
    const say = (actor: string, parts: Parts) =>
      act('message.send', actor, { conversation, text: 'so', ...parts });
    const seqOf = async (actor: string, parts: Parts) => (await driven.land(say(actor, parts))).seq;
    return { ...all, say, seqOf };
  }

  describe('a reply', () => {
    test('names a message that is there', async () => {
      const { driven, bob, conversation, target, say, seqOf } = await talk();
      const seq = await seqOf(bob, { reply: target });
      expect(await newest(driven, bob, conversation)).toMatchObject({
        seq,
        body: { reply: target },
      });
      const gone = { code: 'NOT_FOUND', field: 'reply' };
      for (const reply of [0, 1, seq + 1])
        expect(await refused(driven, say(bob, { reply }))).toEqual(gone);
    });

    test('is said also where what it answers was deleted meanwhile', async () => {
      const { driven, ann, bob, conversation, target, seqOf } = await talk();
      await driven.land(act('message.delete', ann, { conversation, target }));
      const seq = await seqOf(bob, { reply: target });
      expect(await newest(driven, ann, conversation)).toMatchObject({
        seq,
        body: { text: 'so', reply: target },
      });
      const at = Date.now() + 60_000;
      const later = act('message.schedule', bob, {
        conversation,
        text: 'and later',
        reply: target,
        at,
      });
      expect(await refused(driven, later)).toBeUndefined();
    });
  });

  describe('a thread', () => {
    test('hangs on a message of the conversation, one level deep', async () => {
      const { driven, ann, bob, conversation, target, say, seqOf } = await talk();
      const inside = await seqOf(bob, { thread: target });
      const shown = await seqOf(ann, { thread: target, broadcast: true });
      expect(await newest(driven, bob, conversation)).toMatchObject({
        body: { thread: target, broadcast: true },
      });
      for (const thread of [inside, shown])
        expect(await refused(driven, say(bob, { thread }))).toEqual({
          code: 'INVALID',
          field: 'thread',
        });
      for (const thread of [1, 99])
        expect(await refused(driven, say(bob, { thread }))).toEqual({
          code: 'NOT_FOUND',
          field: 'thread',
        });
      expect(await refused(driven, say(bob, { thread: target, reply: inside }))).toBeUndefined();
      expect(await refused(driven, say(bob, { broadcast: true }))).toEqual({
        code: 'INVALID',
        field: 'broadcast',
      });
    });

    test('of a deleted message goes on no further', async () => {
      const { driven, ann, bob, conversation, target, say } = await talk();
      await driven.land(say(bob, { thread: target }));
      await driven.land(act('message.delete', ann, { conversation, target }));
      expect(await refused(driven, say(bob, { thread: target }))).toEqual({
        code: 'NOT_FOUND',
        field: 'thread',
      });
    });
  });

  describe('what is passed on', () => {
    test('is what the message says now, in its author’s name', async () => {
      const { driven, ann, bob, conversation, target } = await talk();
      await driven.land(act('message.edit', ann, { conversation, target, text: 'hello, all' }));
      const general = await driven.general(bob);
      const forward = { conversation, seq: target };
      const { seq } = await driven.land(
        act('message.send', bob, { conversation: general, text: 'look', forward }),
      );
      const event = await newest(driven, bob, general);
      const origin = (await driven.log(bob, conversation))[target - 1];
      const forwarded = { ...forward, author: ann, at: origin?.at, text: 'hello, all' };
      expect(event).toMatchObject({ seq, author: bob, body: { text: 'look', forwarded } });

      // Passed on once more without a word of one's own, it is still Ann's; with one, it is the remark that counts.
      const again = await driven.land(
        act('message.send', ann, {
          conversation: general,
          text: '',
          forward: { conversation: general, seq },
        }),
      );
      expect((await newest(driven, ann, general)).body).toMatchObject({
        forwarded: { conversation: general, seq, author: bob, text: 'look' },
      });
      const bare = await driven.land(
        act('message.send', ann, { conversation: general, text: '', forward }),
      );
      await driven.land(
        act('message.send', bob, {
          conversation: general,
          text: '',
          forward: { conversation: general, seq: bare.seq },
        }),
      );
      expect((await newest(driven, ann, general)).body['forwarded']).toEqual(forwarded);
      expect(again.seq).toBeLessThan(bare.seq);
    });

    test('comes from where one may read, and from what is still said', async () => {
      const { driven, ann, bob, conversation, target } = await talk();
      const eve = await driven.person('Eve');
      const guest = await driven.personAs('guest', 'Guest', [conversation]);
      const general = await driven.general(ann);
      const pass = (actor: string, to: string, from: string, seq: number) =>
        act('message.send', actor, {
          conversation: to,
          text: '',
          forward: { conversation: from, seq },
        });
      const gone = { code: 'NOT_FOUND', field: 'forward' };
      // An open channel may be looked into without being in it, by anybody but guests.
      expect(await refused(driven, pass(eve, general, conversation, target))).toBeUndefined();
      const inGeneral = await driven.land(send(ann, general, 'for members'));
      expect(await refused(driven, pass(guest, conversation, general, inGeneral.seq))).toEqual(
        gone,
      );

      const { conversation: direct } = await driven.land(act('direct.open', ann, { user: bob }));
      const secret = await driven.land(send(bob, direct, 'psst'));
      expect(await refused(driven, pass(eve, general, direct, secret.seq))).toEqual(gone);
      expect(await refused(driven, pass(ann, general, direct, secret.seq))).toBeUndefined();

      const hidden = create(ann, 'hidden', undefined, { private: true });
      await driven.land(hidden);
      const said = await driven.land(send(ann, hidden.args.id, 'within'));
      expect(await refused(driven, pass(bob, general, hidden.args.id, said.seq))).toEqual(gone);
      expect(await refused(driven, pass(ann, general, hidden.args.id, said.seq))).toBeUndefined();

      await driven.land(act('message.delete', ann, { conversation, target }));
      for (const seq of [target, 1, 99])
        expect(await refused(driven, pass(ann, general, conversation, seq))).toEqual(gone);
      for (const own of [ann, driven.store.team.id])
        expect(await refused(driven, pass(ann, general, own, 1))).toEqual(gone);
    });

    test('cannot be made up', async () => {
      const { driven, ann, bob, conversation, target } = await talk();
      const forwarded = { conversation, seq: target, author: ann, at: 1, text: 'I resign' };
      const args = { conversation, text: 'see', forwarded } as never;
      await driven.land(act('message.send', bob, args));
      expect((await newest(driven, bob, conversation)).body).toEqual({ text: 'see', mentions: [] });
    });
  });

  test('only who manages a channel asks for acknowledgement, and only in channels', async () => {
    const driven = await openDriven(kind);
    const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
    const admin = await driven.personAs('admin', 'Admin');
    const { conversation } = await driven.land(create(bob, 'bobs'));
    await driven.store.commit([enter(ann, conversation), enter(admin, conversation)]);
    const member = await driven.personAs('member', 'Member');
    await driven.land(enter(member, conversation));
    const demand = (actor: string, where: string) =>
      act('message.send', actor, { conversation: where, text: 'read this', acknowledge: true });
    for (const who of [ann, admin, bob])
      expect(await refused(driven, demand(who, conversation))).toBeUndefined();
    const forbidden = { code: 'FORBIDDEN', field: 'acknowledge' };
    expect(await refused(driven, demand(member, conversation))).toEqual(forbidden);
    const { conversation: direct } = await driven.land(act('direct.open', ann, { user: bob }));
    expect(await refused(driven, demand(ann, direct))).toEqual(forbidden);
  });
}
