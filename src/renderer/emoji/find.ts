// Looking for an emoji by what it is called, and short names in texts.
import type { EmojiBook, EmojiRow } from './book.ts';

/** Those whose short name begins so first, then those with a word that does, then the rest that has it somewhere. */
export function findEmoji(book: EmojiBook, query: string, most: number): EmojiRow[] {
  const wanted = query.trim().toLowerCase().replaceAll(':', '').normalize('NFC');
  if (wanted === '') return [];
  const ranked: EmojiRow[][] = [[], [], [], []];
  for (const row of book.all) {
    const rank = rankOf(row, wanted);
    if (rank !== null) ranked[rank]?.push(row);
  }
  return ranked.flat().slice(0, most);
}

function rankOf(row: EmojiRow, wanted: string): number | null {
  if (row.emoji === wanted || row.shorts.includes(wanted)) return 0;
  const at = row.words.indexOf(wanted);
  if (at === -1) return null;
  if (row.shorts.some((short) => short.startsWith(wanted))) return 1;
  return at === 0 || row.words.includes(` ${wanted}`) ? 2 : 3;
}

/** `:tada:` and its like; not in the middle of a word, as in 12:30:45. */
const short = /(?<![\w:]):([a-z0-9_+-]{1,60}):(?![\w:])/giu;
const code = /(```[\s\S]*?(?:```|$)|`[^`\n]*`)/u;

export const hasShort = (text: string): boolean => text.search(short) !== -1;

/** The same with emoji for the short names that there are, except in code. */
export const withEmoji = (text: string, book: EmojiBook, tone: number): string =>
  text
    .split(code)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(short, (written, name: string) => {
            const row = book.byShort.get(name.toLowerCase());
            return row ? toned(row, tone) : written;
          }),
    )
    .join('');

/** `tone`: 0 for none, 1 (light) to 5 (dark). */
export const toned = (row: EmojiRow, tone: number): string => row.tones[tone - 1] ?? row.emoji;
