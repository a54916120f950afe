// What one may do in a channel: the window offers nothing that the server would refuse (server/policies.ts decides).
import type { ConversationRow, PersonRow } from '../shared/rows.ts';

export function channelRights(row: ConversationRow, me: PersonRow | undefined) {
  const inside = me !== undefined && row.members.includes(me.id);
  const full = me !== undefined && me.active && me.role !== 'guest';
  const channel = row.kind === 'channel';
  return {
    /** Name and topic; of an announcement channel only by those who write there. */
    edits:
      channel && inside && full && !row.archived && (row.posting === 'everyone' || row.mayManage),
    manages: channel && inside && row.mayManage,
    adds: channel && full && !row.archived && (inside || !row.private),
    leaves: channel && inside,
  };
}
