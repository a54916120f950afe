// Every way in ends here: check the frame, then answer from the store. Never throws.
import {
  type CommandArgs,
  type CommandName,
  commands,
  isCommandName,
} from '../src/shared/commands.ts';
import { type ErrorCode, fail, type Outcome, Refusal, succeed } from '../src/shared/errors.ts';
import { parse } from '../src/shared/parse.ts';
import { CommandFrame } from '../src/shared/protocol.ts';
import { scopeOf } from '../src/shared/scopes.ts';
import type { Log } from './log.ts';
import type { PresenceBoard } from './presence.ts';
import { requireScope, type Scopes } from './scopes.ts';
import type { Stream } from './stream.ts';
import type { CommitQueue } from './store/commitQueue.ts';
import type { Actor, ReadName, Reads, Store, WriteCommand } from './store/store.ts';

/** Who asks, and over what. */
export type Caller = {
  actor: Actor;
  /** The address it came from, '' when unknown. */
  origin: string;
  /** The device whose token was shown, so that what it still has waiting when it is shut out is refused. */
  device?: string | undefined;
  /** What that token may do; everything, if nothing is said. */
  scopes?: Scopes;
};

export type Dispatch = (caller: Caller, frame: unknown) => Promise<Outcome<unknown>>;

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
  stream: Pick<Stream, 'head' | 'signal'>,
  log: Pick<Log, 'error'>,
): Dispatch {
  async function answer(
    { actor, origin, device, scopes }: Caller,
    frame: unknown,
  ): Promise<Outcome<unknown>> {
    const { name, input } = parse(CommandFrame, frame);
    if (!isCommandName(name)) throw new Refusal('UNKNOWN_COMMAND', `unknown command ${name}`);
    requireScope(scopes, scopeOf(name));
    const { kind, input: schema } = commands[name];
    const args = parse(schema, input);
    if (kind === 'write')
      return await queue.add({ name, actor, args, origin, device } as WriteCommand);
    if (kind === 'link') return succeed(answerLink(actor, device, name, args));
    const value = await store.read(name as ReadName, actor, args as never);
    return succeed(withConnections(name, value));
  }

  /** About the connection itself, which the store knows nothing of. */
  function answerLink(actor: Actor, device: string | undefined, name: string, args: object) {
    if (actor === null) throw new Refusal('UNAUTHENTICATED', 'join the team first');
    if (name !== 'link.echo') return { head: stream.head };
    const echo = { type: 'echo', ...(args as CommandArgs<'link.echo'>) } as const;
    stream.signal({ user: actor, ...(device !== undefined && { device }) }, echo);
    return {};
  }

  /** Who is connected is known here, and not in the store. */
  function withConnections(name: CommandName, value: object): object {
    if (name === 'sync.resume') return { ...value, presence: presence.list() };
    if (name !== 'device.list') return value;
    const { devices } = value as Reads['device.list'];
    return {
      devices: devices.map((device) => ({
        ...device,
        online: presence.devicesOf(device.user).has(device.id),
      })),
    };
  }

  return async (caller, frame) => {
    const outcome = await answer(caller, frame).catch(fail);
    // A refusal is an answer; trouble of the server's own is news for whoever runs it.
    if (!outcome.ok && ownTrouble.has(outcome.error.code))
      log.error({ error: outcome.error }, 'a command failed');
    return outcome;
  };
}
