// What the switcher offers, and in which order: what is new, what was talked in last, then everybody
// else, then channels one could join.
import type { ChannelListing } from '../shared/conversationCommands.ts';
import type { ConversationRow, PersonRow } from '../shared/rows.ts';

type Sign = Pick<
  ConversationRow,
  'id' | 'kind' | 'name' | 'private' | 'posting' | 'archived' | 'members' | 'peer'
>;
type Base = { id: string; name: string; detail: string; unread: number };
export type Target =
  | (Base & { kind: 'person' })
  | (Base & { kind: 'channel'; joined: boolean; row: Sign })
  | (Base & { kind: 'group'; row: Sign });

export function targetsOf(
  conversations: readonly ConversationRow[],
  open: string | null,
  people: readonly PersonRow[],
  listings: readonly ChannelListing[],
  me: string,
): Target[] {
  // Where one is already stands last among what is known: the switcher is for going elsewhere.
  const rows = conversations.toSorted(
    (a, b) =>
      Number(a.archived) - Number(b.archived) ||
      Number(a.id === open) - Number(b.id === open) ||
      Number(b.unread > 0) - Number(a.unread > 0) ||
      b.lastAt - a.lastAt,
  );
  const known = new Set(rows.flatMap(({ id, peer }) => [id, peer]));
  return [
    ...rows.map(ofRow),
    ...people
      .filter(({ id }) => id !== me && !known.has(id))
      .map(({ id, name, about }): Target => ({
        id,
        kind: 'person',
        name,
        unread: 0,
        detail: about,
      })),
    ...listings
      .filter(({ id, joined, archived }) => !known.has(id) && !joined && !archived)
      .map(ofListing),
  ];
}

function ofRow(row: ConversationRow): Target {
  const base = { name: row.name, unread: row.unread, detail: row.topic };
  if (row.kind === 'direct') return { ...base, id: row.peer ?? row.id, kind: 'person' };
  if (row.kind === 'group') return { ...base, id: row.id, kind: 'group', row };
  return { ...base, id: row.id, kind: 'channel', joined: true, row };
}

function ofListing(one: ChannelListing): Target {
  const row = { ...one, kind: 'channel', members: [], peer: null } as const;
  const base = { id: one.id, name: one.name, detail: one.topic, unread: 0 };
  return { ...base, kind: 'channel', joined: false, row: { ...row, members: [] } };
}
