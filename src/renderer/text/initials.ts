// What stands in for a picture: a letter of the name and a colour that belongs to the id.
const colours = 8;
// Making one costs more than using it, and every message has a picture.
const graphemes = new Intl.Segmenter();

/** The first grapheme worth showing; a family emoji or an accented letter stays whole. */
export function initial(name: string): string {
  for (const { segment } of graphemes.segment(name.trim())) {
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
