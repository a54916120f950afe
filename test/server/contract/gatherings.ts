// Groups and direct conversations: made of their people, who stay the same.
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/shared/entities.ts';
import { four } from './channels.ts';
import { create, type Driven, leave, send, type StoreKind } from './driver.ts';
import { act, refused } from './personal.ts';

export function gatheringContract(kind: StoreKind): void {
  const lab = () => four(kind);
  const look = (driven: Driven, actor: string, conversation: string) =>
    driven.store
      .read('conversation.open', actor, { conversation })
      .then(({ snapshot }) => snapshot);

  test('the people of a direct conversation or a group are fixed, and it has no name', async () => {
    const { driven, owner, ann, bob } = await lab();
    const { conversation: group } = await driven.land(
      act('group.open', ann, { users: [bob, owner] }),
    );
    const { conversation: direct } = await driven.land(act('direct.open', ann, { user: bob }));
    for (const where of [group, direct]) {
      const fixed = { code: 'FORBIDDEN', field: 'conversation' };
      expect(
        await refused(driven, act('member.add', ann, { conversation: where, users: [owner] })),
      ).toEqual(fixed);
      expect(
        await refused(driven, act('member.remove', ann, { conversation: where, user: bob })),
      ).toEqual(fixed);
      expect(
        await refused(driven, act('conversation.set', ann, { conversation: where, name: 'us' })),
      ).toEqual(fixed);
      expect(await refused(driven, leave(ann, where))).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  describe('a group', () => {
    const open = (actor: string, ...users: string[]) => act('group.open', actor, { users });

    test('is the same for the same people, whoever opens it', async () => {
      const { driven, owner, ann, bob } = await lab();
      const first = await driven.land(open(ann, bob, owner));
      const second = await driven.land(open(bob, owner, ann, bob));
      expect(second).toMatchObject({ conversation: first.conversation, seq: 1 });
      expect(await look(driven, owner, first.conversation)).toMatchObject({
        kind: 'group',
        members: [owner, ann, bob].toSorted(),
      });
      const other = await driven.land(open(ann, bob, owner, await driven.person('Cid')));
      expect(other.conversation).not.toBe(first.conversation);
      await driven.land(send(ann, first.conversation, 'us three'));
    });

    test('has three people at least and not too many, all of this team', async () => {
      const { driven, ann, bob, owner } = await lab();
      expect(await refused(driven, open(ann, ann, bob))).toEqual({
        code: 'INVALID',
        field: 'users',
      });
      expect(await refused(driven, open(ann, bob, crypto.randomUUID()))).toEqual({
        code: 'NOT_FOUND',
        field: 'users',
      });
      const crowd: string[] = [];
      while (crowd.length < limits.group - 2) crowd.push(await driven.person(`P${crowd.length}`));
      expect(await refused(driven, open(ann, bob, ...crowd))).toBeUndefined();
      expect(await refused(driven, open(ann, bob, owner, ...crowd))).toEqual({
        code: 'TOO_LARGE',
        field: 'users',
      });
    });

    test('cannot be taken beforehand by a channel with its id', async () => {
      const { driven, ann, bob } = await lab();
      const { conversation } = await driven.land(act('direct.open', ann, { user: bob }));
      const eve = await driven.person('Eve');
      const made = conversation.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
      for (const id of [made, conversation, ann])
        expect(await driven.codeOf(create(eve, 'trap', id))).toBe('ID_CONFLICT');
    });
  });
}
