// What no dictionary is asked for: abbreviations, names of programs, and whatever else is written in letters
// but is not language.

/** One letter, with a digit, in capitals only, or with capitals inside, as in useState. */
export const isNoProse = (word: string): boolean =>
  word.length < 2 ||
  /\p{N}/u.test(word) ||
  /\p{Ll}\p{Lu}/u.test(word) ||
  (word === word.toUpperCase() && word !== word.toLowerCase());
