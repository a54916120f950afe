// How the sidebar orders the conversations: what is close to one's heart, channels by name, people by the latest word.
import type { ConversationRow } from '../shared/rows.ts';

export const sectionNames = ['favourites', 'channels', 'directs'] as const;
export type SectionName = (typeof sectionNames)[number];
export type Section = {
  name: SectionName;
  /** Everything in it. */
  rows: readonly ConversationRow[];
  /** What of it is seen now; a collapsed one keeps what is new and what is open. */
  shown: readonly ConversationRow[];
};

/** `open`: the conversation on screen, which is shown whatever it is. */
export function sectionsOf(
  all: readonly ConversationRow[],
  open: string | null,
  collapsed: ReadonlySet<SectionName>,
  locale: string,
): Section[] {
  const names = orderOf(locale);
  const byName = (a: ConversationRow, b: ConversationRow) => names.compare(a.name, b.name);
  const present = all.filter((row) => !row.archived || row.id === open);
  const rowsOf: Record<SectionName, ConversationRow[]> = {
    favourites: present.filter((row) => row.favourite).sort(byName),
    channels: present.filter((row) => !row.favourite && row.kind === 'channel').sort(byName),
    directs: present
      .filter((row) => !row.favourite && row.kind !== 'channel')
      .sort((a, b) => b.lastAt - a.lastAt || byName(a, b)),
  };
  return sectionNames.map((name) => {
    const rows = rowsOf[name];
    const kept = (row: ConversationRow) => row.id === open || row.unread > 0 || row.failed > 0;
    return { name, rows, shown: collapsed.has(name) ? rows.filter(kept) : rows };
  });
}

let made: { locale: string; order: Intl.Collator } | undefined;

/** Kept, because it is made more slowly than the rows are put in order. */
function orderOf(locale: string): Intl.Collator {
  if (made?.locale !== locale)
    made = { locale, order: new Intl.Collator(locale, { numeric: true }) };
  return made.order;
}
