// What waits in the outbox, looked at from what it is about.
import { type AimedCommand, isAimedCommand } from './optimistic.ts';
import type { CommandOf, OutboxCommand, OutboxStore } from './outbox.ts';

export type Pending = ReturnType<typeof createPending>;

export function createPending(outbox: () => OutboxStore, me: string) {
  const named = <N extends OutboxCommand['name']>(lane: string, name: N): CommandOf<N>[] =>
    outbox()
      .of(lane)
      .filter((command): command is CommandOf<N> & OutboxCommand => command.name === name);

  const effective = ({ state }: OutboxCommand): boolean => state !== 'failed';

  return {
    /** By the message's seq, in the order they were given. */
    aimed(conversation: string): Map<number, AimedCommand[]> {
      const all = [...outbox().of(conversation), ...outbox().of(me)].filter(isAimedCommand);
      const here = all.filter(({ input }) => input.conversation === conversation);
      return Map.groupBy(here, ({ input }) => input.target);
    },
    /** Messages that are not in the log, those of threads among them. */
    sends: (conversation: string): CommandOf<'message.send'>[] =>
      named(conversation, 'message.send'),
    /** Replies on their way, by the thread's root. */
    replies: (conversation: string): Map<number | undefined, CommandOf<'message.send'>[]> =>
      Map.groupBy(
        named(conversation, 'message.send').filter(
          ({ input, state }) => input.thread !== undefined && state !== 'failed',
        ),
        ({ input }) => input.thread,
      ),
    /** How far a thread was read without the server knowing. */
    threadRead: (conversation: string, thread: number): number =>
      Math.max(
        0,
        ...named(me, 'thread.read')
          .filter(({ input }) => input.conversation === conversation && input.thread === thread)
          .map(({ input }) => input.seq),
      ),
    saves: () =>
      named(me, 'saved.set')
        .filter(effective)
        .map(({ input }) => input),
    pins: (conversation: string) =>
      named(conversation, 'pin.set')
        .filter(effective)
        .map(({ input }) => input),
    schedules: () => named(me, 'message.schedule'),
    /** Schedules that are to end. */
    unscheduled: (): Set<string> =>
      new Set(
        [...named(me, 'schedule.cancel'), ...named(me, 'schedule.send')]
          .filter(effective)
          .map(({ input }) => input.schedule),
      ),
    /** What changes a conversation's row, or takes it away. */
    ofConversation: (id: string): OutboxCommand[] => [
      ...outbox().of(id),
      ...named(me, 'preference.set').filter(({ input }) => input.conversation === id),
    ],
    leaving: (id: string): boolean => named(id, 'channel.leave').some(effective),
    waits: (id: string): boolean => outbox().get(id) !== undefined,
    all: (): OutboxCommand[] => outbox().all(),
    /** Conversations in which a person may have to decide about something: they stay visible until then. */
    unsent: (): string[] => [
      ...new Set(
        outbox()
          .all()
          .filter(({ name }) => ['message.send', 'message.edit', 'message.delete'].includes(name))
          .map(({ conversation }) => conversation),
      ),
    ],
  };
}
