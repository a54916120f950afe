// Searching: the index says where, the database what stands there now.
import type { TeamHandlers } from './handlers.ts';

export const searchCalls: TeamHandlers<'search.find'> = {
  async 'search.find'({ team }, asked) {
    const { found, next, missing } = await team.search.find(asked);
    const rows = await team.db('rowsOf', found);
    const rowAt = new Map(rows.map((row) => [`${row.conversation}/${row.seq}`, row]));
    const hits = found.flatMap(({ conversation, seq, excerpt }) => {
      const row = rowAt.get(`${conversation}/${seq}`);
      // Deleted since, or here and not sent yet.
      return row && row.deletedBy === null ? [{ row, excerpt }] : [];
    });
    return { hits, next, missing };
  },
};
