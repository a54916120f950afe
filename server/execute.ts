// The part of a command's path that runs inside the transaction: who asks? seen before? may they?
// then decide, append, project. Runs on the store's writing thread.
import { createHash } from 'node:crypto';
import type { Landed, LogEvent } from '../src/shared/events.ts';
import { Refusal } from '../src/shared/errors.ts';
import { handlers, projections } from './domain/tables.ts';
import type { Handler } from './domain/handler.ts';
import { recognise } from './askers.ts';
import { writePolicies } from './policies.ts';
import type { WriteCommand } from './store/store.ts';
import type { Draft, Dropped, PersonalSignal, Tx } from './store/tx.ts';

/** The log as the transaction sees it. */
export type LogWriter = {
  /** Gives the draft its `seq` and `pos` and inserts it. `key` on the one event that stands for the command. */
  append(author: string, draft: Draft, key: CommandKey | null): Promise<LogEvent>;
  /** The event that an earlier command with this id became. */
  find(author: string, id: string): Promise<{ landed: Landed; digest: Uint8Array } | undefined>;
};
export type CommandKey = { id: string; digest: Uint8Array };

export type Executed = {
  value: unknown;
  events: LogEvent[];
  signals: PersonalSignal[];
  /** Whose connections end behind this command, if anybody's. */
  dropped: Dropped | undefined;
  /** Outgoing hooks that are not as they were. */
  hooks: string[];
};

/** Runs one command. Throws a `Refusal`; the caller then rolls back to before it. */
export async function execute(tx: Tx, log: LogWriter, command: WriteCommand): Promise<Executed> {
  const { name, actor, args, device, origin = '' } = command;
  const asker = await recognise(tx, actor, device);
  const handler = handlers[name] as Handler<typeof name>;
  const author = authorOf(command);
  const key =
    'id' in args && !handler.knowsItself ? { id: args.id, digest: digest(command) } : null;
  const answer = async (landed: Landed | undefined): Promise<unknown> =>
    handler.answer ? handler.answer(tx, author, args as never) : landed;

  const earlier = key && (await log.find(author, key.id));
  if (key && earlier) {
    if (!Buffer.from(earlier.digest).equals(key.digest))
      throw new Refusal('ID_CONFLICT', 'this id was used for something else');
    const value = repeated(await answer(earlier.landed));
    return { value, events: [], signals: [], dropped: undefined, hooks: [] };
  }

  await writePolicies[name](tx, asker, args as never);
  const effect = await handler.run(tx, author, args as never, origin);
  const events: LogEvent[] = [];
  for (const [index, draft] of (effect.events ?? []).entries()) {
    const event = await log.append(author, draft, index === 0 ? key : null);
    await project(tx, event);
    events.push(event);
  }
  const [first] = events;
  const value = await answer(first ? landing(first) : effect.landed);
  const { signals = [], dropped, hooks = [] } = effect;
  return {
    value: effect.duplicate ? repeated(value) : value,
    events,
    signals,
    hooks,
    dropped: dropped && { devices: [], users: [], ...dropped },
  };
}

export async function project(tx: Tx, event: LogEvent): Promise<void> {
  await projections[event.type]?.(tx, event as never);
}

const repeated = (value: unknown): object => ({ ...(value as object), duplicate: true });

const landing = ({ conversation, seq, pos, at }: Landed): Landed => ({
  conversation,
  seq,
  pos,
  at,
});

/** Only joining has no person behind it yet: the newcomer is its author. */
function authorOf({ name, actor, args }: WriteCommand): string {
  if (actor !== null) return actor;
  if (name === 'team.join') return args.id;
  throw new Refusal('UNAUTHENTICATED', 'join the team first');
}

/** Same id and same digest: a retry. Same id, other digest: a mistake (rule 2). */
function digest({ name, args }: WriteCommand): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([name, args]))
    .digest()
    .subarray(0, 16);
}
