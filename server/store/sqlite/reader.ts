// The reading thread: pages, pulls and snapshots on a connection of its own.
import type {
  ChannelListing,
  CommandArgs,
  ConversationSnapshot,
} from '../../../src/shared/commands.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import { type Db, openReader } from '../../../src/node/openDatabase.ts';
import { readPolicies } from '../../policies.ts';
import type { ConversationRecord, ReadName, Reads } from '../store.ts';
import { createPages, createPull, headOf } from './log.ts';
import { personColumns, readMeta, toPerson } from './transaction.ts';

/** Conversations in one page of a snapshot, and events shown of each: the first screen, not the archive. */
const snapshotPage = 20;
const newestPage = 60;

export function openReading(path: string) {
  const db = openReader(path);
  const reads = createReads(db);
  const mayRead = createReadCheck(db);
  const device = db
    .prepare<[Uint8Array], string>('SELECT user FROM device WHERE token_hash = ?')
    .pluck();
  const present = db.prepare<[], { user: string; conversation: string }>(
    'SELECT user, conversation FROM stay WHERE to_pos IS NULL',
  );
  const people = db.prepare<[], number>('SELECT count(*) FROM person').pluck();
  return {
    /** One consistent view of the database for each read. */
    read: (name: ReadName, actor: string, args: CommandArgs<ReadName>): unknown =>
      db.transaction(() => {
        if (readPolicies[name] === 'member')
          mayRead(actor, (args as { conversation: string }).conversation);
        return reads[name](actor, args as never);
      })(),
    authenticate: (tokenHash: Uint8Array) => device.get(tokenHash) ?? null,
    memberships: () => present.all(),
    countPeople: () => people.get() ?? 0,
    close: () => db.close(),
  };
}

/** Members read their conversation; everybody may look into a channel they could join. */
function createReadCheck(db: Db) {
  const query = db.prepare<[string, string], { kind: string; member: number }>(
    `SELECT kind, EXISTS (SELECT 1 FROM stay WHERE conversation = id AND user = ? AND to_pos IS NULL) AS member
     FROM conversation WHERE id = ?`,
  );
  return (actor: string, conversation: string): void => {
    const found = query.get(actor, conversation);
    if (found?.member || found?.kind === 'channel') return;
    throw new Refusal('NOT_FOUND', 'no such conversation');
  };
}

function createReads(db: Db): {
  [N in ReadName]: (actor: string, args: CommandArgs<N>) => Reads[N];
} {
  const pages = createPages(db);
  const pull = createPull(db);
  const snapshots = createSnapshots(db);
  const people = db.prepare<[], Parameters<typeof toPerson>[0]>(
    `SELECT ${personColumns} FROM person`,
  );
  const markers = db.prepare<[string], { conversation: string; seq: number }>(
    'SELECT conversation, seq FROM marker WHERE user = ?',
  );
  const channels = db.prepare<[string], Omit<ChannelListing, 'joined'> & { joined: number }>(
    `SELECT id, name, topic,
       (SELECT count(*) FROM stay WHERE conversation = id AND to_pos IS NULL) AS members,
       EXISTS (SELECT 1 FROM stay WHERE conversation = id AND user = ? AND to_pos IS NULL) AS joined
     FROM conversation WHERE kind = 'channel' ORDER BY name_key`,
  );
  const same = db.prepare<CommandArgs<'sync.check'>, number>(
    `SELECT 1 FROM log
     WHERE pos = :pos AND conversation = :conversation AND seq = :seq AND author = :author AND at = :at`,
  );
  const meta = () => {
    const found = readMeta(db);
    if (!found) throw new Refusal('STORAGE_DAMAGED', 'the database has no team');
    return found;
  };
  return {
    'channel.browse': (actor) => ({
      channels: channels
        .all(actor)
        .map((channel) => ({ ...channel, joined: channel.joined === 1 })),
    }),
    'conversation.open': (actor, { conversation }) => ({
      snapshot: snapshots.one(actor, conversation),
    }),
    'history.page': (_actor, { conversation, before, after, limit }) => ({
      events:
        after === undefined
          ? pages.before(conversation, before ?? Number.MAX_SAFE_INTEGER, limit)
          : pages.after(conversation, after, limit),
    }),
    'sync.resume': (actor) => ({
      ...meta(),
      head: headOf(db),
      me: actor,
      markers: markers.all(actor),
    }),
    'sync.check': (_actor, event) => ({ known: same.get(event) !== undefined }),
    'sync.pull': (actor, { after, limit }) => pull(actor, after, limit),
    'sync.snapshot': (actor, { page }) => ({
      epoch: meta().epoch,
      head: headOf(db),
      people: page === undefined ? people.all().map(toPerson) : [],
      ...snapshots.page(actor, page ?? ''),
    }),
  };
}

function createSnapshots(db: Db) {
  const pages = createPages(db);
  const record = db.prepare<[string], ConversationRecord>(
    'SELECT id, kind, name, topic FROM conversation WHERE id = ?',
  );
  const members = db
    .prepare<[string], string>(
      'SELECT user FROM stay WHERE conversation = ? AND to_pos IS NULL ORDER BY user',
    )
    .pluck();
  const marker = db
    .prepare<[string, string], number>('SELECT seq FROM marker WHERE user = ? AND conversation = ?')
    .pluck();
  const mine = db
    .prepare<[string, string, number], string>(
      'SELECT conversation FROM stay WHERE user = ? AND to_pos IS NULL AND conversation > ? ORDER BY conversation LIMIT ?',
    )
    .pluck();

  function one(actor: string, id: string): ConversationSnapshot {
    const found = record.get(id);
    if (!found) throw new Refusal('NOT_FOUND', 'no such conversation');
    const events = pages.before(id, Number.MAX_SAFE_INTEGER, newestPage);
    return {
      ...found,
      members: members.all(id),
      head: events.at(-1)?.seq ?? 0,
      read: marker.get(actor, id) ?? 0,
      events,
    };
  }

  function page(
    actor: string,
    after: string,
  ): { conversations: ConversationSnapshot[]; nextPage: string | null } {
    const ids = mine.all(actor, after, snapshotPage);
    const nextPage = ids.length === snapshotPage ? (ids.at(-1) ?? null) : null;
    return { conversations: ids.map((id) => one(actor, id)), nextPage };
  }
  return { one, page };
}
