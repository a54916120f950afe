// What the rest of the server asks of a database. SQLite is the one that exists; another must pass
// test/server/store.contract.ts and nothing else changes.
import type { CommandArgs, CommandOutput, CommandsOfKind } from '../../src/shared/commands.ts';
import type { EventBody, EventType, Landed, Signal, WireEvent } from '../../src/shared/events.ts';
import type { ConversationKind, Person, Team } from '../../src/shared/entities.ts';
import type { Outcome } from '../../src/shared/errors.ts';

export type WriteName = CommandsOfKind<'write'>;
export type ReadName = CommandsOfKind<'read'>;

/** Who asks: a person's id, or null before anybody has said who they are. */
export type Actor = string | null;

/** A command whose arguments have passed their schema. */
export type WriteCommand = {
  [N in WriteName]: { name: N; actor: Actor; args: CommandArgs<N> };
}[WriteName];

/** News for one person's connections that is not part of the log. */
export type PersonalSignal = { user: string; signal: Signal };

export type Commit = {
  /** One per command, in the order they came. */
  outcomes: Outcome<unknown>[];
  /** All that was appended, in `pos` order. */
  events: WireEvent[];
  signals: PersonalSignal[];
  /** The head before and after. */
  floor: number;
  head: number;
};

/** What the reading side answers. `presence` is the server's own memory and added by dispatch. */
export type Reads = {
  [N in ReadName]: N extends 'sync.resume' ? Omit<CommandOutput<N>, 'presence'> : CommandOutput<N>;
};

export type Store = {
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
  read<N extends ReadName>(name: N, actor: string, args: CommandArgs<N>): Promise<Reads[N]>;
  /** The person whose device holds the token with this SHA-256, or null. */
  authenticate(tokenHash: Uint8Array): Promise<string | null>;
  /** Who is in which conversation now. */
  memberships(): Promise<{ user: string; conversation: string }[]>;
  countPeople(): Promise<number>;
  close(): Promise<void>;
};

// ── inside the transaction ───────────────────────────────────────────────────────────────────

/** An event before the log has given it a place. */
export type Draft = {
  [T in EventType]: { conversation: string; type: T; body: EventBody<T> };
}[EventType];

export type ConversationRecord = {
  id: string;
  kind: ConversationKind;
  name: string;
  topic: string;
};

/** What handlers and policies may do inside the transaction. Async, so that a networked database can be one too. */
export type Tx = {
  readonly team: Team;
  /** Server time of this commit, ms since 1970. */
  readonly now: number;

  person(id: string): Promise<Person | undefined>;
  /** Everybody's id by name key. */
  idsByName(): Promise<ReadonlyMap<string, string>>;
  addPerson(person: Person): Promise<void>;
  renamePerson(id: string, name: string, about: string): Promise<void>;
  addDevice(device: { tokenHash: Uint8Array; user: string; name: string }): Promise<void>;

  conversation(id: string): Promise<ConversationRecord | undefined>;
  channelByName(key: string): Promise<ConversationRecord | undefined>;
  addConversation(conversation: ConversationRecord): Promise<void>;
  isMember(conversation: string, user: string): Promise<boolean>;
  startStay(conversation: string, user: string, pos: number): Promise<void>;
  endStay(conversation: string, user: string, pos: number): Promise<void>;

  /** Where a conversation was created, as its creating command was answered. */
  birth(conversation: string): Promise<Landed>;
  head(conversation: string): Promise<number>;
  marker(user: string, conversation: string): Promise<number>;
  setMarker(user: string, conversation: string, seq: number): Promise<void>;
};
