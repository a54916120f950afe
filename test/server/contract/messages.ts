// What may be done with messages that were said, and what of it stays.
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/shared/entities.ts';
import { create, type Driven, enter, openDriven, send, type StoreKind, texts } from './driver.ts';
import { act, refused } from './personal.ts';

export type Target = { conversation: string; target: number };

/** Ann owns the team; she and Bob are in a channel with one message of Ann's. */
export async function room(kind: StoreKind) {
  const driven = await openDriven(kind);
  const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
  const { conversation } = await driven.land(create(ann, 'room'));
  await driven.land(enter(bob, conversation));
  const { seq: target } = await driven.land(send(ann, conversation, 'hello'));
  return { driven, ann, bob, conversation, target };
}

/** The newest event of a conversation. */
export async function newest(driven: Driven, user: string, conversation: string) {
  const found = (await driven.log(user, conversation)).at(-1);
  if (!found) throw new Error('an empty log');
  return found;
}

export function messageContract(kind: StoreKind): void {
  const edit = (actor: string, at: Target, text: string) =>
    act('message.edit', actor, { ...at, text });
  const remove = (actor: string, at: Target) => act('message.delete', actor, at);

  describe('an edit', () => {
    test('is an event of its own, with whom it calls now', async () => {
      const { driven, ann, bob, conversation, target } = await room(kind);
      const landed = await driven.land(edit(ann, { conversation, target }, 'hello @Bob'));
      expect(landed).toMatchObject({ conversation, seq: target + 1 });
      expect(await newest(driven, bob, conversation)).toMatchObject({
        type: 'message.edited',
        author: ann,
        body: { target, text: 'hello @Bob', mentions: [bob] },
      });
    });

    test('that says what the message says already is no event', async () => {
      const { driven, ann, conversation, target } = await room(kind);
      const at = { conversation, target };
      expect(await driven.land(edit(ann, at, 'hello'))).toMatchObject({ seq: target });
      await driven.land(edit(ann, at, 'other'));
      expect(await driven.land(edit(ann, at, 'hello'))).toMatchObject({ seq: target + 2 });
    });

    test('is one of so many of each message', async () => {
      const { driven, ann, conversation, target } = await room(kind);
      const { seq: other } = await driven.land(send(ann, conversation, 'another'));
      const at = { conversation, target };
      const many = Array.from({ length: limits.edits }, (_, n) => edit(ann, at, `version ${n}`));
      const { outcomes } = await driven.store.commit(many);
      expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
      const full = { code: 'TOO_LARGE', field: 'target' };
      expect(await refused(driven, edit(ann, at, 'one more'))).toEqual(full);
      // What it says already is no further one.
      const last = `version ${limits.edits - 1}`;
      expect(await refused(driven, edit(ann, at, last))).toBeUndefined();
      expect(await refused(driven, edit(ann, { conversation, target: other }, 'mine'))).toBe(
        undefined,
      );
      expect(await refused(driven, remove(ann, at))).toBeUndefined();
    });

    test('is for one’s own messages, and for nothing else', async () => {
      const { driven, ann, bob, conversation, target } = await room(kind);
      const at = (seq: number) => ({ conversation, target: seq });
      const gone = { code: 'NOT_FOUND', field: 'target' };
      expect(await refused(driven, edit(bob, at(target), 'mine now'))).toEqual({
        code: 'FORBIDDEN',
        field: 'target',
      });
      // Not even the owner's: words are one's own.
      const { seq } = await driven.land(send(bob, conversation, 'my words'));
      expect(await refused(driven, edit(ann, at(seq), 'better'))).toMatchObject({
        code: 'FORBIDDEN',
      });
      expect(await refused(driven, edit(ann, at(1), 'no message'))).toEqual(gone);
      expect(await refused(driven, edit(ann, at(99), 'not there yet'))).toEqual(gone);
      await driven.one(remove(ann, at(target)));
      expect(await refused(driven, edit(ann, at(target), 'after all'))).toEqual(gone);
    });
  });

  describe('a deletion', () => {
    test('takes the text and those of its edits out of the log, and all that hung on it', async () => {
      const { driven, ann, bob, conversation, target } = await room(kind);
      const at = { conversation, target };
      await driven.one(edit(ann, at, 'second @Bob'));
      await driven.one(act('pin.set', bob, { ...at, on: true }));
      await driven.one(act('reaction.set', bob, { ...at, emoji: '🌱', on: true }));
      await driven.land(remove(ann, at));
      const log = await driven.log(ann, conversation);
      expect(JSON.stringify(log)).not.toMatch(/hello|second/);
      expect(log[target - 1]?.body).toEqual({ text: '', mentions: [], deleted: true });
      expect(log[target]?.body).toEqual({ target, text: '', mentions: [] });
      expect(log.at(-1)).toMatchObject({ type: 'message.deleted', author: ann, body: { target } });
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, n) => n + 1));
      // Whoever comes by cursor finds the same.
      expect(texts(await driven.pullAll(bob))).toEqual(['']);
    });

    test('keeps where the message stood, and nothing of what it passed on', async () => {
      const { driven, ann, conversation, target } = await room(kind);
      const { seq } = await driven.land(
        act('message.send', ann, {
          conversation,
          text: '',
          thread: target,
          reply: target,
          forward: { conversation, seq: target },
        }),
      );
      await driven.one(remove(ann, { conversation, target: seq }));
      const log = await driven.log(ann, conversation);
      expect(log[seq - 1]?.body).toEqual({
        text: '',
        mentions: [],
        reply: target,
        thread: target,
        deleted: true,
      });
    });

    test('is final, and no mistake when repeated', async () => {
      const { driven, ann, bob, conversation, target } = await room(kind);
      const at = { conversation, target };
      const { seq } = await driven.land(remove(ann, at));
      expect(await driven.land(remove(ann, at))).toMatchObject({ seq: target });
      expect(await newest(driven, bob, conversation)).toMatchObject({ seq });
      const gone = { code: 'NOT_FOUND', field: 'target' };
      for (const command of [
        act('reaction.set', bob, { ...at, emoji: '🌱', on: true }),
        act('pin.set', bob, { ...at, on: true }),
        act('message.acknowledge', bob, at),
      ])
        expect(await refused(driven, command)).toEqual(gone);
    });

    test('is for one’s own; in channels admins take away anybody’s', async () => {
      const { driven, ann, bob, conversation, target } = await room(kind);
      const admin = await driven.personAs('admin', 'Admin');
      const member = await driven.personAs('member', 'Member');
      await driven.store.commit([enter(admin, conversation), enter(member, conversation)]);
      const forbidden = { code: 'FORBIDDEN', field: 'target' };
      expect(await refused(driven, remove(bob, { conversation, target }))).toEqual(forbidden);
      const { seq } = await driven.land(send(bob, conversation, 'mine'));
      expect(await refused(driven, remove(member, { conversation, target: seq }))).toEqual(
        forbidden,
      );
      expect(await refused(driven, remove(admin, { conversation, target: seq }))).toBeUndefined();
      const { conversation: direct } = await driven.land(act('direct.open', bob, { user: ann }));
      const said = await driven.land(send(bob, direct, 'between us'));
      expect(
        await refused(driven, remove(ann, { conversation: direct, target: said.seq })),
      ).toEqual(forbidden);
      expect(
        await refused(driven, remove(bob, { conversation: direct, target: said.seq })),
      ).toBeUndefined();
      expect(await refused(driven, remove(ann, { conversation, target: 1 }))).toMatchObject({
        code: 'NOT_FOUND',
      });
    });
  });
}
