// Every way in ends here: check the frame, then answer from the store. Never throws.
import { commands, isCommandName } from '../src/shared/commands.ts';
import { type ErrorCode, fail, type Outcome, Refusal, succeed } from '../src/shared/errors.ts';
import { parse } from '../src/shared/parse.ts';
import { CommandFrame } from '../src/shared/protocol.ts';
import type { Log } from './log.ts';
import type { PresenceBoard } from './presence.ts';
import type { Stream } from './stream.ts';
import type { CommitQueue } from './store/commitQueue.ts';
import type { Actor, ReadName, Store, WriteCommand } from './store/store.ts';

export type Dispatch = (actor: Actor, frame: unknown) => Promise<Outcome<unknown>>;

const ownTrouble: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'INTERNAL',
  'STORAGE_FULL',
  'STORAGE_BUSY',
  'STORAGE_DAMAGED',
]);

export function createDispatch(
  store: Pick<Store, 'read'>,
  queue: CommitQueue,
  presence: PresenceBoard,
  stream: Pick<Stream, 'head'>,
  log: Pick<Log, 'error'>,
): Dispatch {
  async function answer(actor: Actor, frame: unknown): Promise<Outcome<unknown>> {
    try {
      const { name, input } = parse(CommandFrame, frame);
      if (!isCommandName(name)) throw new Refusal('UNKNOWN_COMMAND', `unknown command ${name}`);
      const { kind, input: schema } = commands[name];
      const args = parse(schema, input);
      if (kind === 'write') return await queue.add({ name, actor, args } as WriteCommand);
      if (actor === null) throw new Refusal('UNAUTHENTICATED', 'join the team first');
      if (kind === 'link') return succeed({ head: stream.head });
      const value = await store.read(name as ReadName, actor, args as never);
      return succeed(name === 'sync.resume' ? { ...value, presence: presence.list() } : value);
    } catch (error) {
      return fail(error);
    }
  }

  return async (actor, frame) => {
    const outcome = await answer(actor, frame);
    // A refusal is an answer; trouble of the server's own is news for whoever runs it.
    if (!outcome.ok && ownTrouble.has(outcome.error.code))
      log.error({ error: outcome.error }, 'a command failed');
    return outcome;
  };
}
