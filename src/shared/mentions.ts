// Finds @name in a text. The server uses it to decide whom a message calls, the window to colour it.
import { groupMentions, nameKey, type Mention } from './entities.ts';

export type MentionSpan = { start: number; end: number; mention: Mention };

const wordCharacter = /[\p{L}\p{N}_]/u;

/** So many @ of one text are looked behind: it happens where everybody's messages are written, and costs a while each. */
const mostTried = 200;

/**
 * All mentions in `text`, in order. `idOf` answers who carries a name (given as `nameKey`);
 * names may contain spaces, so the longest name that somebody carries wins.
 * `longest` bounds how far behind the @ a name is looked for, in UTF-16 units.
 */
export function findMentions(
  text: string,
  idOf: (key: string) => string | undefined,
  longest: number,
): MentionSpan[] {
  const spans: MentionSpan[] = [];
  let tried = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const before = text[at - 1];
    // An @ inside a word is an address (mara@lab), not a call.
    if (before !== undefined && /[\w@.]/.test(before)) continue;
    if (++tried > mostTried) break;
    const span = longestName(text, at + 1, idOf, longest);
    if (!span) continue;
    spans.push({ start: at, ...span });
    at = span.end - 1;
  }
  return spans;
}

function longestName(
  text: string,
  start: number,
  idOf: (key: string) => string | undefined,
  longest: number,
): { end: number; mention: Mention } | undefined {
  const lineEnd = text.indexOf('\n', start);
  const limit = Math.min(start + longest, lineEnd === -1 ? text.length : lineEnd);
  for (let end = limit; end > start; end--) {
    // @Ann must not call Ann inside @Annika; scripts without spaces are held to the same rule.
    if (end < text.length && isLatinWord(text, end - 1) && isLatinWord(text, end)) continue;
    const key = nameKey(text.slice(start, end));
    const group = groupMentions.find((name) => name === key);
    const mention = group ?? idOf(key);
    if (mention !== undefined) return { end, mention };
  }
  return undefined;
}

function isLatinWord(text: string, index: number): boolean {
  const character = text[index] ?? '';
  return (
    wordCharacter.test(character) &&
    !/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(character)
  );
}
