// The words of the index: every one, two and three characters that stand beside each other, so that parts of
// words are found in any script; and marks for what a filter asks. SQLite cannot be given a tokenizer from here:
// they are handed over ready made, between separators.

const separator = '\u0001';
/** What a long text is looked for by: enough to leave few candidates, few enough to be quick. */
const mostGrams = 20;

/** Every character that ASCII has and that is not a separator belongs to a word. */
const signs = Array.from({ length: 96 }, (_, index) => String.fromCharCode(32 + index))
  .filter((sign) => !/[a-z0-9]/i.test(sign))
  .join('');
export const tokenizer = `ascii tokenchars '${signs.replaceAll("'", "''")}'`.replaceAll('"', '""');

/** A mark can be no part of a text: it is longer than three characters. */
export const marks = {
  from: (person: number): string => `from#${person}`,
  in: (conversation: number): string => `in##${conversation}`,
  link: 'has#link',
  code: 'has#code',
  mention: 'is#mention',
  thread: 'is#thread',
  edited: 'is#edited',
} as const;

/** What the index is given for a folded text. */
export function documentOf(folded: string, also: readonly string[]): string {
  const characters = charactersOf(folded);
  let all = also.join(separator);
  for (let at = 0; at < characters.length; at++) {
    const [one = '', two = '', three = ''] = [
      characters[at],
      characters[at + 1],
      characters[at + 2],
    ];
    if (one !== ' ') {
      all += separator + one;
      if (two !== '' && two !== ' ') all += separator + one + two;
    }
    // Those across a space are what phrases are found by.
    if (three !== '') all += separator + one + two + three;
  }
  return all;
}

/** What a text that holds `folded` must have in the index. */
export function gramsOf(folded: string): string[] {
  const characters = charactersOf(folded);
  if (characters.length === 0) return [];
  if (characters.length < 3) return characters.includes(' ') ? [] : [characters.join('')];
  const last = characters.length - 3;
  const step = Math.max(1, Math.ceil(last / (mostGrams - 1)));
  const grams = new Set<string>();
  for (let at = 0; at < last; at += step) grams.add(characters.slice(at, at + 3).join(''));
  return [...grams.add(characters.slice(last).join(''))];
}

/** An expression for `MATCH`: one token as it is, whatever it holds. */
export const quoted = (token: string): string => `"${token.replaceAll('"', '""')}"`;

/** Characters and not UTF-16 units: half a character is none to SQLite. */
function charactersOf(text: string): string[] {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text.split('');
}
