// Calls that may wait in the outbox. One way for all of them: a row in the table of commands is enough.
import { commands, isQueued, type QueuedArgs, type QueuedName } from '../../shared/commands.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Membership } from '../membership.ts';
import type { TeamHandlers } from './handlers.ts';

/** Sending answers the message's id, so it has a function of its own (messages.ts). */
type Plain = Exclude<QueuedName, 'message.send'>;
type Handler<N extends Plain> = TeamHandlers<Plain>[N];

const plain = Object.keys(commands).filter(
  (name): name is Plain => isQueued(name) && name !== 'message.send',
);

export const queuedCalls = {
  ...(Object.fromEntries(plain.map((name) => [name, queued(name)])) as TeamHandlers<Plain>),

  /** Reading goes on while one scrolls: only what moves the marker is worth a command. */
  async 'thread.read'(membership, { conversation, thread, seq }) {
    await known(membership, conversation);
    const read = await membership.team.db('threadRead', conversation, thread);
    if (seq > read) await membership.team.queue.add('thread.read', { conversation, thread, seq });
  },
  async 'preference.set'(membership, preference) {
    await known(membership, preference.conversation);
    if (typeof preference.unreadFrom === 'number')
      await membership.team.markers.marked(preference.conversation);
    await membership.team.queue.add('preference.set', preference);
  },
} satisfies TeamHandlers<Plain>;

function queued<N extends Plain>(name: N): Handler<N> {
  const handler = async (membership: Membership, input: QueuedArgs<N>): Promise<void> => {
    if ('conversation' in input) await known(membership, String(input.conversation));
    await membership.team.queue.add(name, input);
  };
  return handler as unknown as Handler<N>;
}

/** Nothing is queued for a conversation that this computer has never heard of. */
export async function known({ team }: Membership, conversation: string): Promise<void> {
  if (!(await team.db('conversation', conversation)))
    throw new Refusal('NOT_FOUND', 'no such conversation');
}
