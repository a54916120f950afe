// What others do with a message: reactions, pins, and that they have read what they were asked to.
import { describe, expect, test } from 'vitest';
import { type Outcome, unwrap } from '../../../src/shared/errors.ts';
import { limits } from '../../../src/shared/entities.ts';
import { enter, join, send, type StoreKind } from './driver.ts';
import { newest, room, type Target } from './messages.ts';
import { act, refused } from './personal.ts';

const emojis =
  '🌱🌲🌳🌴🌵🌷🌸🌹🌺🌻🌼🌽🌾🌿🍀🍁🍂🍃🍄🍅🍆🍇🍈🍉🍊🍋🍌🍍🍎🍏🍐🍑🍒🍓🍔🍕🍖🍗🍘🍙🍚🍛🍜🍝🍞🍟🍠🍡🍢🍣🍤'.match(
    /\p{RGI_Emoji}/gv,
  ) ?? [];

const idOf = (joined: Outcome<unknown>): string => (unwrap(joined) as { me: { id: string } }).me.id;

export function reactionContract(kind: StoreKind): void {
  describe('a reaction', () => {
    const react = (actor: string, at: Target, emoji: string, on = true) =>
      act('reaction.set', actor, { ...at, emoji, on });

    test('is there once for each person and emoji, and goes again', async () => {
      const { driven, ann, bob, conversation, target } = await room(kind);
      const at = { conversation, target };
      const first = await driven.land(react(bob, at, '🌱'));
      expect(await driven.land(react(bob, at, '🌱'))).toMatchObject({ seq: target });
      expect(await driven.land(react(bob, at, '🌲', false))).toMatchObject({ seq: target });
      const others = await driven.land(react(ann, at, '🌱'));
      const off = await driven.land(react(bob, at, '🌱', false));
      const again = await driven.land(react(bob, at, '🌱'));
      expect([first, others, off, again].map(({ seq }) => seq)).toEqual(
        [1, 2, 3, 4].map((n) => target + n),
      );
      expect(await newest(driven, ann, conversation)).toMatchObject({
        type: 'reaction.changed',
        author: bob,
        body: { target, emoji: '🌱', on: true },
      });
    });

    test('to an unknown message, or to what is none, is refused', async () => {
      const { driven, bob, conversation } = await room(kind);
      for (const target of [0, 1, 99])
        expect(await refused(driven, react(bob, { conversation, target }, '🌱'))).toEqual({
          code: 'NOT_FOUND',
          field: 'target',
        });
    });

    test(
      'of a hundred people with fifty emoji each is kept; one emoji more is not',
      { timeout: 60_000 },
      async () => {
        const { driven, ann, bob, conversation, target } = await room(kind);
        const { outcomes: joined } = await driven.store.commit(
          Array.from({ length: 98 }, (_, n) => join(`P${n}`)),
        );
        const people = [ann, bob, ...joined.map(idOf)];
        await driven.store.commit(people.slice(2).map((who) => enter(who, conversation)));
        const at = { conversation, target };
        const shown = emojis.slice(0, limits.reactions);
        const { outcomes, events } = await driven.store.commit(
          people.flatMap((who) => shown.map((emoji) => react(who, at, emoji))),
        );
        expect(outcomes.every(({ ok }) => ok)).toBe(true);
        expect(events).toHaveLength(5000);
        const more = emojis[limits.reactions] ?? '';
        expect(await refused(driven, react(ann, at, more))).toEqual({
          code: 'TOO_LARGE',
          field: 'emoji',
        });
        // When the last of one kind went, there is room for another.
        await driven.store.commit(people.map((who) => react(who, at, shown[0] ?? '', false)));
        expect(await refused(driven, react(ann, at, more))).toBeUndefined();
      },
    );
  });

  describe('a pin', () => {
    test('is one for all, and there are not too many', async () => {
      const { driven, ann, bob, conversation, target } = await room(kind);
      const pin = (actor: string, seq: number, on = true) =>
        act('pin.set', actor, { conversation, target: seq, on });
      const { seq } = await driven.land(pin(ann, target));
      expect(await driven.land(pin(bob, target))).toMatchObject({ seq: target });
      expect(await driven.land(pin(bob, target, false))).toMatchObject({ seq: seq + 1 });
      await driven.store.commit(
        Array.from({ length: limits.pins + 1 }, (_, n) => send(ann, conversation, `${n}`)),
      );
      const { outcomes } = await driven.store.commit(
        Array.from({ length: limits.pins }, (_, n) => pin(bob, seq + 2 + n)),
      );
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      const full = { code: 'TOO_LARGE', field: 'target' };
      expect(await refused(driven, pin(ann, target))).toEqual(full);
      await driven.one(act('message.delete', ann, { conversation, target: seq + 2 }));
      expect(await refused(driven, pin(ann, target))).toBeUndefined();
      expect(await refused(driven, pin(ann, 1))).toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  test('only what asks for it is acknowledged, once by each', async () => {
    const { driven, ann, bob, conversation, target } = await room(kind);
    const acknowledge = (actor: string, seq: number) =>
      act('message.acknowledge', actor, { conversation, target: seq });
    expect(await refused(driven, acknowledge(bob, target))).toEqual({
      code: 'INVALID',
      field: 'target',
    });
    const { seq } = await driven.land(
      act('message.send', ann, { conversation, text: 'read this', acknowledge: true }),
    );
    const first = await driven.land(acknowledge(bob, seq));
    expect(first).toMatchObject({ seq: seq + 1 });
    expect(await driven.land(acknowledge(bob, seq))).toMatchObject({ seq });
    expect(await newest(driven, ann, conversation)).toMatchObject({
      seq: seq + 1,
      type: 'message.acknowledged',
      author: bob,
      body: { target: seq },
    });
  });
}
