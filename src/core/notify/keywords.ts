// Words that a person wants to hear of, wherever they are said.
import { nameKey } from '../../shared/entities.ts';

/** Answers whether a text holds one of the words: whatever its case and width, but not inside another word. */
export function createKeywords(words: readonly string[]): (text: string) => boolean {
  const wanted = words.map((word) => nameKey(word).trim()).filter((word) => word !== '');
  if (wanted.length === 0) return () => false;
  // Those that end alike share the look at what stands around them: it is long to compile.
  const alike = Map.groupBy(wanted, (word) => `${begins.test(word)} ${ends.test(word)}`);
  const found = new RegExp([...alike.values()].map(pattern).join('|'), 'v');
  return (text) => found.test(nameKey(text));
}

/** Of a script that has spaces between its words; in the others a word may stand anywhere. */
const letter = String.raw`[[\p{L}\p{N}\p{M}_]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]]`;
const begins = new RegExp(`^${letter}`, 'v');
const ends = new RegExp(`${letter}$`, 'v');

function pattern(words: string[]): string {
  const [first = ''] = words;
  const before = begins.test(first) ? `(?<!${letter})` : '';
  const after = ends.test(first) ? `(?!${letter})` : '';
  const any = words.map((word) => word.replace(/[^\p{L}\p{N}\p{M}\s]/gu, escaped)).join('|');
  return `${before}(?:${any})${after}`;
}

const escaped = (sign: string): string => `\\u{${sign.codePointAt(0)?.toString(16)}}`;
