// What a client begins with: each of a person's conversations as it stands, with its newest page.
import type { ConversationSnapshot } from '../../../src/shared/conversationCommands.ts';
import { type ConversationKind, limits } from '../../../src/shared/entities.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { WireEvent } from '../../../src/shared/events.ts';
import type { Db } from '../../../src/node/openDatabase.ts';
import { createConversationLookup } from './conversations.ts';
import { createPages, pageBytes } from './log.ts';

/** Conversations in one page of a snapshot, fewer where much was said. */
const snapshotPage = 20;
/** The first screen, not the archive: so many messages that are shown, and so many events at least. */
const newestMessages = 40;
const newestPage = 60;

export function createSnapshots(db: Db) {
  const pages = createPages(db);
  const record = createConversationLookup(db);
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
    const found = record(id);
    if (!found) throw new Refusal('NOT_FOUND', 'no such conversation');
    const events = pages.newest(id, limits.page, enoughFor(found.kind));
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
    const conversations: ConversationSnapshot[] = [];
    let bytes = 0;
    for (const id of ids) {
      const snapshot = one(actor, id);
      conversations.push(snapshot);
      bytes += JSON.stringify(snapshot.events).length;
      if (bytes >= pageBytes) break;
    }
    const all = conversations.length === ids.length && ids.length < snapshotPage;
    return { conversations, nextPage: all ? null : (conversations.at(-1)?.id ?? null) };
  }
  return { one, page };
}

/** Reactions, edits and threads are events too, and none of them fills a screen. */
function enoughFor(kind: ConversationKind): (event: WireEvent) => boolean {
  let events = 0;
  let messages = 0;
  return ({ type, body }) => {
    events += 1;
    if (type === 'message.created' && (body['thread'] === undefined || body['broadcast'] === true))
      messages += 1;
    // Nobody talks in the team's own: it only has people's changes, and the people come beside it.
    return events >= newestPage && (kind === 'team' || messages >= newestMessages);
  };
}
