// What stands in for a picture: a letter of the name and a colour that belongs to the id.
const colours = 8;
// Made for the first name that needs it: the first of a page takes 20 ms of its start.
let graphemes: Intl.Segmenter | undefined;
/** A first letter that nothing can belong to: what follows it is such a letter too, or a space. */
const plain =
  /^(?=[\p{L}\p{N}])[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Han}](?=$|[\s\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Han}])/u;

/** The first grapheme worth showing; a family emoji or an accented letter stays whole. */
export function initial(name: string): string {
  const said = name.trim();
  const letter = plain.exec(said)?.[0];
  if (letter !== undefined) return letter.toLocaleUpperCase();
  graphemes ??= new Intl.Segmenter();
  for (const { segment } of graphemes.segment(said)) {
    // A letter with a tower of marks must not burst its square.
    if (/[\p{L}\p{N}]/u.test(segment)) return segment.slice(0, 4).toLocaleUpperCase();
    if (/\p{Extended_Pictographic}/u.test(segment)) return segment;
  }
  return '?';
}

/** One of the avatar colours in tokens.css, the same for one id on every computer (FNV-1a, its high bits). */
export function colourOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return Math.floor((hash / 2 ** 32) * colours);
}

/** What a team's colour comes from: its key, which nobody can copy with its name; without one, its id. */
export const markOf = (team: string, words: string | null): string => words ?? team;
