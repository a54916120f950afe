// What the rest of the server asks of a database. SQLite is the one that exists; another must pass
// test/server/store.contract.ts and nothing else changes.
import type { HookType, Scope } from '../../src/shared/bots.ts';
import type { CommandArgs, CommandOutput, CommandsOfKind } from '../../src/shared/commands.ts';
import type { Device } from '../../src/shared/door.ts';
import type { Team } from '../../src/shared/entities.ts';
import type { ErrorCode, Outcome } from '../../src/shared/errors.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import type { Filter } from '../../src/shared/listening.ts';
import type { Dropped, PersonalSignal } from './tx.ts';

/** What the server does by itself: no frame can name it. */
type OwnArgs = { 'schedule.fail': { user: string; schedule: string; code: ErrorCode } };

export type WriteName = CommandsOfKind<'write'> | keyof OwnArgs;
export type WriteArgs<N extends WriteName> =
  N extends CommandsOfKind<'write'> ? CommandArgs<N> : N extends keyof OwnArgs ? OwnArgs[N] : never;
export type WriteOutput<N extends WriteName> =
  N extends CommandsOfKind<'write'> ? CommandOutput<N> : never;
export type ReadName = CommandsOfKind<'read'>;

/** Who asks: a person's id; the team's own id from the server's console; null before anybody has said who they are. */
export type Actor = string | null;

/** A command whose arguments have passed their schema. */
export type WriteCommand = {
  [N in WriteName]: {
    name: N;
    actor: Actor;
    args: WriteArgs<N>;
    /** The device it came by: what a revoked one still had queued is refused. */
    device?: string | undefined;
    /** The address it came from; '' when unknown. */
    origin?: string | undefined;
  };
}[WriteName];

export type Commit = {
  /** One per command, in the order they came. */
  outcomes: Outcome<unknown>[];
  /** All that was appended, in `pos` order. */
  events: WireEvent[];
  signals: PersonalSignal[];
  /** Whose connections end, in order: each hears what stands up to the position `behind`, and nothing after. */
  dropped: (Dropped & { behind: number })[];
  /** Outgoing hooks that were made, ended, or have something to try again. */
  hooks: string[];
  /** The head before and after. */
  floor: number;
  head: number;
};

/**
 * What the reading side answers. Who is connected is the server's own memory, and added by dispatch; what lies in the
 * folder of updates is added around that.
 */
export type Reads = {
  [N in ReadName]: N extends 'sync.resume'
    ? Omit<CommandOutput<N>, 'presence'>
    : N extends 'device.list'
      ? { devices: Omit<Device, 'online'>[] }
      : N extends 'update.list'
        ? Pick<CommandOutput<N>, 'offered'>
        : CommandOutput<N>;
};

/** `until`: nothing beyond it, whatever was committed meanwhile. */
export type Pull = Filter & { after: number; until: number; limit: number };
/** `next`: the cursor behind what was looked at, also when nothing of it was visible. */
export type Pulled = { events: WireEvent[]; next: number };

export type DueSchedule = { id: string; user: string; /** Ms since 1970. */ at: number };

/** What a token stands for. */
export type TokenHolder = {
  user: string;
  device: string;
  /** The device was shut out. */
  revoked: boolean;
  /** False: the person was. */
  active: boolean;
  /** What it may do; null: everything. */
  scopes: readonly Scope[] | null;
  /** Ms since 1970; null: never. */
  expiresAt: number | null;
};

/** One that sends, of a person who is active. */
export type OutgoingHook = {
  id: string;
  conversation: string;
  url: string;
  secret: string;
  types: HookType[];
  allowPrivate: boolean;
  cursor: number;
  failingSince: number | null;
  /** Positions of what was given up and is to be tried again. */
  again: number[];
};

/** How far a hook has come. */
export type HookProgress = {
  hook: string;
  cursor: number;
  failingSince: number | null;
  lastError: string | null;
  /** When something was last taken, ms since 1970; null: nothing since. */
  usedAt: number | null;
  /** What was given up since. */
  dead: { pos: number; type: string; tries: number; error: string; at: number }[];
  /** What had been given up and was taken after all, or is of no use any more. */
  settled: number[];
};

export type Store = {
  /** As it stands after the last commit. */
  readonly team: Team;
  readonly epoch: string;
  /** The newest position in the log when the store was opened. */
  readonly head: number;
  /**
   * Runs the commands in one durable transaction, a savepoint each. Resolves after COMMIT has returned;
   * rejects when nothing of the batch was kept (STORAGE_FULL, STORAGE_BUSY, STORAGE_DAMAGED).
   */
  commit(batch: WriteCommand[]): Promise<Commit>;
  /** Answers from a connection of its own, so that it never holds up a commit. */
  read<N extends ReadName>(name: N, actor: Actor, args: CommandArgs<N>): Promise<Reads[N]>;
  /** What this person may see behind the cursor; one page of it. Throws as reads do, and NOT_FOUND for a filter's
   * conversation that they were never in. */
  pull(user: string, wanted: Pull): Promise<Pulled>;
  /** Whose token has this SHA-256, or null. */
  authenticate(tokenHash: Uint8Array): Promise<TokenHolder | null>;
  /** Notes when devices were last connected: pairs of id and time, ms since 1970. */
  seen(devices: [device: string, at: number][]): Promise<void>;
  /** Who is in which conversation now. */
  memberships(): Promise<{ user: string; conversation: string }[]>;
  /** Those who are not deactivated, without the bots. */
  countPeople(): Promise<number>;
  /** What waits for its time, at most so many, the earliest first. */
  schedules(most: number): Promise<DueSchedule[]>;
  /** Who is in a conversation, by whether they let others see how far they have read; null where they are too many. */
  readers(conversation: string): Promise<{ showing: string[]; hiding: string[] } | null>;

  /** The incoming hook whose key has this SHA-256, or null. */
  hookByKey(keyHash: Uint8Array): Promise<{ id: string; conversation: string } | null>;
  /** Notes when something last came by hooks: pairs of id and time, ms since 1970. */
  hooksUsed(hooks: [hook: string, at: number][]): Promise<void>;
  outgoingHooks(): Promise<OutgoingHook[]>;
  /** Notes all of it in one transaction. */
  hooksAdvanced(progress: HookProgress[]): Promise<void>;

  /** The version of the app that everybody is offered, or null. */
  offeredUpdate(): Promise<string | null>;

  /** Whether anybody can administrate this team. */
  hasOwner(): Promise<boolean>;
  /** Who comes with this code owns the team. Replaces an earlier offer; without effect while there is an owner. */
  offerOwnership(code: string): Promise<void>;

  /** The server's key, kept with the team so that a backup is one file; null before there is one. */
  readIdentity(): Promise<string | null>;
  writeIdentity(json: string): Promise<void>;
  /**
   * Writes all of it, as it stands now, into a new file with an epoch of its own (mode 0600), while everything else
   * goes on. Throws DATA_UNWRITABLE, also where there is a file already, or STORAGE_FULL.
   */
  backup(path: string): Promise<void>;
  close(): Promise<void>;
};
