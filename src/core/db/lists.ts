// The sidebar's lists: conversations with their counts, and people. What waits in the outbox is done.
import type { NotifyLevel, Posting, Role, Status } from '../../shared/entities.ts';
import type { ConversationRow, PersonRow } from '../../shared/rows.ts';
import type { Db } from '../../node/openDatabase.ts';
import { conversationWithPending, personWithPending } from './optimistic.ts';
import type { Pending } from './pending.ts';

export type StoredPerson = Omit<PersonRow, 'presence'>;
/** What the history knows of a conversation; drafts and failures come from the outbox. */
export type StoredConversation = Omit<ConversationRow, 'hasDraft' | 'failed'>;

type Row = {
  id: string;
  kind: StoredConversation['kind'];
  name: string;
  topic: string;
  private: number;
  posting: Posting;
  archived: number;
  creator: string | null;
  member: number;
  read_seq: number;
  lastAt: number;
  preferences: string;
};
type PersonRecord = Omit<StoredPerson, 'active' | 'receipts' | 'status' | 'bot'> & {
  active: number;
  bot: number;
  receipts: number;
  status: string | null;
};
type Preferences = {
  favourite?: boolean;
  mutedUntil?: number | null;
  notify?: NotifyLevel | null;
  unreadFrom?: number | null;
};

export function createLists(db: Db, me: string, pending: Pending) {
  const people = db.prepare<[], PersonRecord>(
    `SELECT id, name, about, role, avatar, active, status, dnd_until AS dndUntil, receipts,
       bot, joined_at AS joinedAt
     FROM person ORDER BY name COLLATE NOCASE`,
  );
  const role = db.prepare<[string], Role>('SELECT role FROM person WHERE id = ?').pluck();
  const members = db
    .prepare<[string], string>('SELECT user FROM member WHERE conversation = ?')
    .pluck();
  const names = db
    .prepare<[string, string], string | null>(
      `SELECT group_concat(name, ', ' ORDER BY name COLLATE NOCASE, id) FROM member JOIN person ON id = user
       WHERE conversation = ? AND user <> ?`,
    )
    .pluck();
  const nameOf = db.prepare<[string], string>('SELECT name FROM person WHERE id = ?').pluck();
  const rows = db.prepare<{ only: string | null; unsent: string }, Row>(
    `SELECT id, kind, name, topic, private, posting, archived, creator, standing = 'member' AS member, read_seq,
       coalesce((SELECT at FROM event INDEXED BY event_shown
         WHERE conversation = c.id AND shown = 1 ORDER BY seq DESC LIMIT 1), 0) AS lastAt,
       (SELECT json_group_object(field, json(value)) FROM preference WHERE conversation = c.id) AS preferences
     FROM conversation c
     WHERE kind NOT IN ('team', 'personal') AND (:only IS NULL OR id = :only)
       AND (standing = 'member' OR id IN (SELECT value FROM json_each(:unsent)))`,
  );
  // Counts are always derived from the log, so that a badge cannot drift.
  const counts = db.prepare<[string, number], { unread: number; mentions: number | null }>(
    `SELECT count(*) AS unread, sum(weight = 2) AS mentions FROM event INDEXED BY event_shown
     WHERE conversation = ? AND shown = 1 AND seq > ? AND weight > 0`,
  );

  const silence = db
    .prepare<[string], string>(
      `SELECT value FROM preference WHERE conversation = ? AND field = 'mutedUntil'`,
    )
    .pluck();

  function complete(row: Row): StoredConversation {
    const { id, kind, member, read_seq: readSeq, preferences, lastAt } = row;
    const set = JSON.parse(preferences) as Preferences;
    const stored: StoredConversation = {
      id,
      kind,
      name: row.name,
      topic: row.topic,
      private: row.private === 1,
      posting: row.posting,
      archived: row.archived === 1,
      creator: row.creator,
      mayPost: false,
      mayManage: false,
      members: members.all(id),
      peer: null,
      favourite: set.favourite ?? false,
      mutedUntil: set.mutedUntil ?? null,
      notify: set.notify ?? null,
      unreadFrom: set.unreadFrom ?? null,
      unread: 0,
      mentions: 0,
      lastAt,
    };
    const now = conversationWithPending(stored, pending.ofConversation(id), me);
    return {
      ...now,
      ...rights(now, member === 1),
      ...(kind !== 'channel' && called(now)),
      // Where this person is no more, nothing is unread to them.
      ...(member === 1 && counted(now, readSeq)),
    };
  }

  function rights({ kind, creator, archived, posting }: StoredConversation, member: boolean) {
    const mine = role.get(me);
    const leads = mine === 'owner' || mine === 'admin' || creator === me;
    return {
      mayManage: member && kind === 'channel' && leads,
      mayPost: member && !archived && (posting === 'everyone' || leads),
    };
  }

  function counted(row: StoredConversation, readSeq: number) {
    const { unread = 0, mentions } = counts.get(row.id, lineOf(readSeq, row.unreadFrom)) ?? {};
    // Everything among few is meant for each of them, unless they said otherwise.
    const all = row.kind !== 'channel' && (row.notify ?? 'all') === 'all';
    return { unread, mentions: all ? unread : (mentions ?? 0) };
  }

  /** Whom one speaks with, where there is no name: oneself too, which is a place for notes. */
  function called({ id, kind, name, members: all }: StoredConversation) {
    const peer = kind === 'direct' ? (all.find((user) => user !== me) ?? me) : null;
    // Only a conversation the server has lost has nobody in it: it keeps the name it had.
    if (all.length === 0) return { peer };
    return { peer, name: names.get(id, me) ?? nameOf.get(me) ?? name };
  }

  function list(only: string | null): StoredConversation[] {
    return rows
      .all({ only, unsent: JSON.stringify(pending.unsent()) })
      .filter(({ id }) => !pending.leaving(id))
      .map(complete);
  }

  return {
    people: (): StoredPerson[] =>
      people.all().map(({ active, receipts, status, bot, ...person }) => {
        const row: StoredPerson = {
          ...person,
          ...(bot === 1 && { bot: true }),
          active: active === 1,
          receipts: receipts === 1,
          status: status === null ? null : (JSON.parse(status) as Status),
        };
        return person.id === me ? personWithPending(row, pending.all(), me) : row;
      }),
    role: (id: string): Role | undefined => role.get(id),
    nameOf: (id: string): string | undefined => nameOf.get(id),
    /** One's own conversations, and those left in which something unsent waits for a decision. */
    conversations: (): StoredConversation[] => list(null),
    conversation: (id: string): StoredConversation | undefined => list(id)[0],
    /** As in its row, which need not be made and counted for this: it is asked with every change. */
    mutedUntil(id: string): number | null {
      for (const command of pending.ofConversation(id).toReversed())
        if (command.name === 'preference.set' && command.state !== 'failed')
          if (command.input.mutedUntil !== undefined) return command.input.mutedUntil;
      const stored = silence.get(id);
      return stored === undefined ? null : (JSON.parse(stored) as number | null);
    },
  };
}

/** Where what is unread begins, after how far was read and what was marked by hand. */
export const lineOf = (readSeq: number, unreadFrom: number | null): number =>
  unreadFrom === null ? readSeq : Math.min(readSeq, unreadFrom - 1);
