// The reading thread: pages, pulls and snapshots on a connection of its own.
import type { CommandArgs } from '../../../src/shared/commands.ts';
import type { ChannelListing } from '../../../src/shared/conversationCommands.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import { type Db, openReader } from '../../../src/node/openDatabase.ts';
import { readersOf } from '../../domain/receipts.ts';
import type { Asker } from '../../domain/roles.ts';
import { readings } from '../../domain/tables.ts';
import { recognise } from '../../askers.ts';
import { readPolicies } from '../../policies.ts';
import type { Actor, Pull, Pulled, ReadName, Reads, TokenHolder } from '../store.ts';
import type { View } from '../tx.ts';
import { toScopes } from './door.ts';
import { createHookReads } from './hooks.ts';
import { createPages, createPull, headOf } from './log.ts';
import { readIdentity } from './meta.ts';
import { createPeopleList } from './people.ts';
import { createDue } from './personal.ts';
import { createSnapshots } from './snapshots.ts';
import { createTx, metaOf } from './transaction.ts';

export function openReading(path: string) {
  const db = openReader(path);
  const view: View = createTx(db);
  const pull = createPull(db);
  const reads = createReads(db, pull);
  const holder = db.prepare<
    [Uint8Array],
    Pick<TokenHolder, 'user' | 'device' | 'expiresAt'> & {
      revoked: number;
      active: number;
      scopes: string | null;
    }
  >(
    `SELECT user, device.id AS device, revoked_at IS NOT NULL AS revoked, active, scopes,
       expires_at AS expiresAt
     FROM device JOIN person ON person.id = user WHERE token_hash = ?`,
  );
  const present = db.prepare<[], { user: string; conversation: string }>(
    'SELECT user, conversation FROM stay WHERE to_pos IS NULL',
  );
  const due = createDue(db);
  const people = db
    .prepare<[], number>('SELECT count(*) FROM person WHERE active = 1 AND bot = 0')
    .pluck();

  async function answer(name: ReadName, actor: Actor, args: CommandArgs<ReadName>) {
    const asker = await recognise(view, actor, undefined);
    await readPolicies[name](view, asker, args as never);
    if (isDomainRead(name)) return readings[name](view, asker, args as never);
    return reads[name](idOf(asker), args as never);
  }
  return {
    /** One consistent view of the database for each read. */
    async read(name: ReadName, actor: Actor, args: CommandArgs<ReadName>): Promise<unknown> {
      db.exec('BEGIN');
      try {
        return await answer(name, actor, args);
      } finally {
        db.exec('COMMIT');
      }
    },
    async pull(user: string, wanted: Pull): Promise<Pulled> {
      db.exec('BEGIN');
      try {
        await recognise(view, user, undefined);
        return pull(user, wanted);
      } finally {
        db.exec('COMMIT');
      }
    },
    authenticate(tokenHash: Uint8Array): TokenHolder | null {
      const found = holder.get(tokenHash);
      if (!found) return null;
      const { revoked, active, scopes, ...rest } = found;
      return {
        ...rest,
        revoked: revoked === 1,
        active: active === 1,
        scopes: toScopes(scopes),
      };
    },
    memberships: () => present.all(),
    countPeople: () => people.get() ?? 0,
    schedules: (most: number) => due.all(most),
    async readers(conversation: string) {
      const found = await readersOf(view, conversation);
      if (!found) return null;
      const [showing, hiding] = [true, false].map((shown) =>
        found.filter(({ shows }) => shows === shown).map(({ user }) => user),
      );
      return { showing: showing ?? [], hiding: hiding ?? [] };
    },
    ...createHookReads(db),
    offeredUpdate: () => view.offeredUpdate(),
    hasOwner: async () => (await view.activePeople('owner')).length > 0,
    readIdentity: () => readIdentity(db),
    close: () => void db.close(),
  };
}

function idOf(asker: Asker | null): string {
  if (!asker) throw new Refusal('UNAUTHENTICATED', 'join the team first');
  return asker.id;
}

type DomainRead = keyof typeof readings;
const isDomainRead = (name: ReadName): name is DomainRead => Object.hasOwn(readings, name);

type Flags = 'private' | 'archived' | 'joined';
type ListedRow = Omit<ChannelListing, Flags> & Record<Flags, number>;

function createReads(
  db: Db,
  pull: ReturnType<typeof createPull>,
): {
  [N in Exclude<ReadName, DomainRead>]: (actor: string, args: CommandArgs<N>) => Reads[N];
} {
  const pages = createPages(db);
  const snapshots = createSnapshots(db);
  const people = createPeopleList(db);
  const markers = db.prepare<[string], { conversation: string; seq: number }>(
    'SELECT conversation, seq FROM marker WHERE user = ?',
  );
  const channels = db.prepare<[string], ListedRow>(
    `SELECT id, name, topic, private, posting, archived,
       (SELECT count(*) FROM stay WHERE conversation = id AND to_pos IS NULL) AS members,
       EXISTS (SELECT 1 FROM stay WHERE conversation = id AND user = ? AND to_pos IS NULL) AS joined
     FROM conversation WHERE kind = 'channel' AND (private = 0 OR joined = 1) ORDER BY name_key, id`,
  );
  // What one may read, now or before one left, as `member` and `viewer` of the policies have it: whoever is in a
  // conversation has its past too, and holds events from before they came. Nothing is told of anybody else's.
  const same = db.prepare<CommandArgs<'sync.check'> & { user: string }, number>(
    `SELECT 1 FROM log
     WHERE pos = :pos AND conversation = :conversation AND seq = :seq AND author = :author AND at = :at
       AND (EXISTS (SELECT 1 FROM stay WHERE user = :user AND stay.conversation = log.conversation
                      AND (to_pos IS NULL OR log.pos <= to_pos))
         OR EXISTS (SELECT 1 FROM conversation JOIN person ON person.id = :user AND role <> 'guest'
                    WHERE conversation.id = log.conversation AND kind = 'channel' AND private = 0))`,
  );
  return {
    'channel.browse': (actor) => ({
      channels: channels.all(actor).map((row) => ({
        ...row,
        private: row.private === 1,
        archived: row.archived === 1,
        joined: row.joined === 1,
      })),
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
      ...metaOf(db),
      head: headOf(db),
      me: actor,
      markers: markers.all(actor),
    }),
    'sync.check': (user, event) => ({ known: same.get({ ...event, user }) !== undefined }),
    'sync.pull': (actor, { after, limit }) => {
      const head = headOf(db);
      const wanted = { after, until: head, limit, conversations: [], types: [] };
      return { ...pull(actor, wanted), head };
    },
    'sync.snapshot': (actor, { page }) => ({
      epoch: metaOf(db).epoch,
      head: headOf(db),
      people: page === undefined ? people() : [],
      ...snapshots.page(actor, page ?? ''),
    }),
  };
}
