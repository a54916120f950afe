// The picker's grid as rows of fixed heights, so that only those on screen have to be drawn.
import { type EmojiBook, type EmojiRow, groups } from './book.ts';

const columns = 8;
/** rem */
export const cell = 2.25;
const heading = 1.75;

export type PickerRow =
  | { kind: 'heading'; key: string; top: number }
  | { kind: 'emoji'; cells: readonly { row: EmojiRow; index: number }[]; top: number };

export type PickerRows = {
  rows: readonly PickerRow[];
  /** Every emoji in reading order. */
  cells: readonly { row: EmojiRow; top: number }[];
  height: number;
};

/** Used last, then group by group. */
export function browseRows(book: EmojiBook, recent: readonly string[]): PickerRows {
  const last = recent.flatMap((emoji) => book.byEmoji.get(emoji) ?? []);
  return lay([
    { key: 'recent', emoji: last },
    ...groups.map(({ group, key }) => ({
      key,
      emoji: book.all.filter((row) => row.group === group),
    })),
  ]);
}

export const foundRows = (found: readonly EmojiRow[]): PickerRows =>
  lay([{ key: 'found', emoji: found }]);

function lay(sections: readonly { key: string; emoji: readonly EmojiRow[] }[]): PickerRows {
  const rows: PickerRow[] = [];
  const cells: { row: EmojiRow; top: number }[] = [];
  let top = 0;
  for (const { key, emoji } of sections) {
    if (emoji.length === 0) continue;
    rows.push({ kind: 'heading', key, top });
    top += heading;
    for (let at = 0; at < emoji.length; at += columns) {
      const slice = emoji.slice(at, at + columns).map((row) => {
        cells.push({ row, top });
        return { row, index: cells.length - 1 };
      });
      rows.push({ kind: 'emoji', cells: slice, top });
      top += cell;
    }
  }
  return { rows, cells, height: top };
}

/** Where an arrow leads: sideways in reading order, up and down to the nearest cell of the neighbouring row. */
export function arrow({ rows }: PickerRows, from: number, key: string): number | null {
  const lines = rows.flatMap((row) =>
    row.kind === 'emoji' ? [row.cells.map(({ index }) => index)] : [],
  );
  const line = lines.findIndex((one) => one.includes(from));
  const column = lines[line]?.indexOf(from) ?? 0;
  const last = lines.at(-1)?.at(-1) ?? 0;
  if (key === 'ArrowLeft') return Math.max(0, from - 1);
  if (key === 'ArrowRight') return Math.min(last, from + 1);
  if (key === 'Home') return lines[line]?.[0] ?? 0;
  if (key === 'End') return lines[line]?.at(-1) ?? last;
  const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -6, PageDown: 6 }[key];
  if (step === undefined) return null;
  const target = lines[Math.min(lines.length - 1, Math.max(0, line + step))];
  return target?.[Math.min(column, target.length - 1)] ?? null;
}
