// Bringing others into a channel and putting them out, and who is in after that.
import { Refusal } from '../../src/shared/errors.ts';
import type { Draft, View } from '../store/tx.ts';
import type { Handler, Projection } from './handler.ts';

/** Each arrival is an event of its own; who is in already stays in. */
export const addMembers: Handler<'member.add'> = {
  async run(tx, _actor, { conversation, users }) {
    const inside = new Set(await tx.members(conversation));
    const people = await peopleToAdd(
      tx,
      users.filter((user) => !inside.has(user)),
      'users',
    );
    if (people.length === 0) return { landed: await tx.birth(conversation) };
    return {
      events: people.map((user): Draft => ({
        conversation,
        type: 'member.joined',
        body: { user },
      })),
    };
  },
};

export const removeMember: Handler<'member.remove'> = {
  async run(tx, _actor, { conversation, user }) {
    if (!(await tx.isMember(conversation, user))) return { landed: await tx.birth(conversation) };
    return { events: [{ conversation, type: 'member.left', body: { user } }] };
  },
};

/** Each once. Throws NOT_FOUND for nobody, FORBIDDEN for people who were shut out. */
export async function peopleToAdd(view: View, users: string[], field: string): Promise<string[]> {
  const wanted = [...new Set(users)];
  for (const user of wanted) {
    const standing = await view.standing(user, undefined);
    if (!standing) throw new Refusal('NOT_FOUND', 'no such person', { field });
    if (!standing.active) throw new Refusal('FORBIDDEN', 'this person is deactivated', { field });
  }
  return wanted;
}

/** What was said before somebody came is not unread to them: their marker starts at their arrival. */
export const memberJoined: Projection<'member.joined'> = async (
  tx,
  { conversation, pos, seq, body },
) => {
  await tx.startStay(conversation, body.user, pos);
  await tx.setMarker(body.user, conversation, seq);
};

export const memberLeft: Projection<'member.left'> = async (tx, { conversation, pos, body }) => {
  await tx.endStay(conversation, body.user, pos);
};
