// What waits for the server, from the window's side: put in, tried again, taken back, given another
// text. What a command does is shown at once; sending it is the outbox's business.
import { uuidv7 } from 'uuidv7';
import { commands, type QueuedArgs, type QueuedName } from '../shared/commands.ts';
import { Refusal } from '../shared/errors.ts';
import type { Effect } from './db/database.ts';
import type { NewCommand, OutboxCommand } from './db/outbox.ts';
import type { RunDatabase } from './db/thread.ts';
import type { createOutbox } from './outbox.ts';

export type QueueParts = {
  me: string;
  team: string;
  db: RunDatabase;
  outbox: Pick<ReturnType<typeof createOutbox>, 'hold' | 'kick'>;
  /** Resolves when the number of what waits is known to be another. */
  show(effect: Effect): Promise<void>;
};

export function createQueue({ me, team, db, outbox, show }: QueueParts) {
  /** Commands of one lane leave in the order they were given. */
  function laneOf(name: QueuedName, input: object): string {
    const { queue } = commands[name];
    if (queue === 'personal') return me;
    return queue === 'team' || !('conversation' in input) ? team : String(input.conversation);
  }

  /** One that waits or has failed. Throws NOT_FOUND for what the server has. */
  async function unsent(id: string): Promise<OutboxCommand> {
    const command = await db('command', id);
    if (!command || command.state === 'sent') throw new Refusal('NOT_FOUND', 'already sent');
    return command;
  }

  return {
    /** Resolves when it is on disk (delivery.md rule 1), with the id it has from now on. */
    async add<N extends QueuedName>(name: N, given: QueuedArgs<N>): Promise<string> {
      const id = uuidv7();
      const conversation = laneOf(name, given);
      const command = { id, conversation, name, input: { ...given, id }, at: Date.now() };
      const showing = show(await db('enqueue', command as unknown as NewCommand));
      outbox.kick(conversation);
      await showing;
      return id;
    },
    async retry(id: string): Promise<void> {
      const command = await db('command', id);
      if (command?.state !== 'failed') return;
      await show(await db('retry', id));
      outbox.kick(command.conversation);
    },
    /** Answers its text; '' for what has none. */
    discard: (id: string): Promise<string> =>
      outbox.hold(id, async () => {
        const { input } = await unsent(id);
        await show(await db('discard', id));
        return 'text' in input ? input.text : '';
      }),
    async rewrite(id: string, text: string): Promise<void> {
      await outbox.hold(id, async () => {
        const { input, conversation } = await unsent(id);
        if (!('text' in input)) throw new Refusal('INVALID', 'it has no text', { field: 'id' });
        await show(await db('rewrite', id, text));
        outbox.kick(conversation);
      });
    },
  };
}
