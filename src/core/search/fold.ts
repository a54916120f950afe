// What two texts are compared by: case, width, accents and vowel points do not tell them apart; marks that make
// another letter (dakuten, Thai and Indic vowels) do. Folded piece by piece, so that what is found in the folded
// text can be shown in the text itself.

/** A letter with its marks, or a stretch of white space. Marks beyond any language's use are cut into pieces. */
const piece = /[\s\p{Cc}]+|\P{M}[\p{M}\uff9e\uff9f]{0,16}|\p{M}{1,16}/gu;
/** Marks beside the letter, in scripts that are often written without them. */
const optional =
  /[\p{Script=Inherited}--[\u3099\u309a]]|[\p{M}&&[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]]|\u0640/gv;
const ignorable = /\p{Default_Ignorable_Code_Point}/gu;
const ascii = /^(?:[\x21-\x7e]+(?: [\x21-\x7e]+)*)?$/;

/** Letters that normalization leaves alone and people type without. */
const plain = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ħ', 'h'],
  ['ı', 'i'],
  ['ς', 'σ'],
  ['ة', 'ه'],
  ['ى', 'ي'],
]);
const remembered = new Map<string, string>();

/** The folded text; white space is one space, none at the ends. */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  let folded = '';
  for (const [part] of text.normalize('NFC').matchAll(piece)) folded += foldPiece(part);
  return folded.trim();
}

export type Mapped = {
  /** NFC: where `starts` and `ends` point into. */
  text: string;
  folded: string;
  /** For each unit of `folded`: where its letter begins and ends in `text`. */
  starts: number[];
  ends: number[];
};

/** The folded text, untrimmed, and where each of its units comes from. */
export function foldMapped(given: string): Mapped {
  const text = given.normalize('NFC');
  const starts: number[] = [];
  const ends: number[] = [];
  let folded = '';
  for (const match of text.matchAll(piece)) {
    const part = foldPiece(match[0]);
    for (let unit = 0; unit < part.length; unit++) {
      starts.push(match.index);
      ends.push(match.index + match[0].length);
    }
    folded += part;
  }
  return { text, folded, starts, ends };
}

function foldPiece(part: string): string {
  const known = remembered.get(part);
  if (known !== undefined) return known;
  const folded = foldLetter(part);
  // Only what people write: a message can hold pieces that nobody ever sends again.
  if (remembered.size > 20_000) remembered.clear();
  if (part.length <= 4) remembered.set(part, folded);
  return folded;
}

function foldLetter(part: string): string {
  if (/^[\s\p{Cc}]/u.test(part)) return ' ';
  const bare = part.normalize('NFKD').replace(optional, '').replace(ignorable, '');
  const lower = bare.normalize('NFC').toLowerCase().replace(optional, '');
  // A compatibility form may be made of several letters, or hold a space.
  return Array.from(lower, (letter) => plain.get(letter) ?? letter)
    .join('')
    .replace(/[\s\p{Cc}]+/gu, ' ');
}
