// Searching in memory, roughly: whatever holds every word, the newest first. Filters are the core's business.
import type { CallArgs, CallOutput } from '../../../src/shared/api.ts';
import { parseSearch } from '../../../src/shared/searchQuery.ts';
import type { MessageRow, SearchHit, TimelineRow } from '../../../src/shared/timelineRows.ts';

type Around = { readonly rows: Map<string, TimelineRow[]> };

export function memorySearch(team: Around) {
  const state = {
    /** Not indexed yet, as the core would say. */
    missing: 0,
  };

  function find({
    query,
    conversation,
    next,
    limit,
  }: CallArgs<'search.find'>): CallOutput<'search.find'> {
    const { texts } = parseSearch(query);
    const found = [...team.rows.values()]
      .flat()
      .filter((row): row is MessageRow => row.kind === 'message' && row.seq !== null)
      .filter((row) => conversation === undefined || row.conversation === conversation)
      .filter((row) => texts.every((text) => row.text.toLowerCase().includes(text.toLowerCase())))
      .sort((a, b) => b.at - a.at);
    const from = Number(next ?? 0);
    const page = found.slice(from, from + limit);
    const end = from + page.length;
    return {
      hits: page.map((row) => ({ row, excerpt: excerptOf(row.text, texts[0] ?? '') })),
      next: end < found.length ? String(end) : null,
      missing: state.missing,
    };
  }

  return Object.assign(state, { handlers: { 'search.find': find } });
}

function excerptOf(text: string, wanted: string): SearchHit['excerpt'] {
  const at = text.toLowerCase().indexOf(wanted.toLowerCase());
  const parts = [
    { text: text.slice(0, at), hit: false },
    { text: text.slice(at, at + wanted.length), hit: true },
    { text: text.slice(at + wanted.length), hit: false },
  ];
  return at === -1 ? [{ text, hit: false }] : parts.filter((part) => part.text !== '');
}
