// Direct conversations and groups: the same people always share the same one, whoever opens it first,
// because its id is made of theirs.
import { createHash } from 'node:crypto';
import { limits } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { Tx } from '../store/tx.ts';
import type { Effect, Handler } from './handler.ts';

export const openDirect: Handler<'direct.open'> = {
  run: (tx, actor, { user }) => gather(tx, 'direct', [actor, user], 'user'),
};

export const openGroup: Handler<'group.open'> = {
  async run(tx, actor, { users }) {
    const members = new Set([actor, ...users]);
    if (members.size > limits.group)
      throw new Refusal('TOO_LARGE', `more than ${limits.group} people`, { field: 'users' });
    if (members.size < 3)
      throw new Refusal('INVALID', 'two people have a direct conversation', { field: 'users' });
    return gather(tx, 'group', [...members], 'users');
  },
};

/** Whether this may be the id of such a conversation: no other may take it (UUIDv8). */
export const isMade = (id: string): boolean => id[14] === '8';

async function gather(
  tx: Tx,
  kind: 'direct' | 'group',
  people: string[],
  field: string,
): Promise<Effect> {
  for (const user of people)
    if (!(await tx.person(user))) throw new Refusal('NOT_FOUND', 'no such person', { field });
  const members = [...new Set(people)].sort();
  const id = madeOf(kind, members);
  const found = await tx.conversation(id);
  if (found && found.kind !== kind)
    throw new Refusal('ID_CONFLICT', 'something else has taken this place', { field });
  if (found) return { landed: await tx.birth(id) };
  const body = { kind, name: '', topic: '', members };
  return { events: [{ conversation: id, type: 'conversation.created', body }] };
}

function madeOf(kind: string, members: string[]): string {
  const hex = createHash('sha256')
    .update(`${kind}:${members.join(':')}`)
    .digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
