// What of a text is language: without code, links, @names, #channels, :emoji: and file names, so that no
// dictionary is asked for them.

/** Letters of a word that is looked at; longer ones are never marked. */
export const longestWord = 64;
/** Words of one question. */
export const mostWords = 2000;

const code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
const emoji = /:[\w+-]+:/g;

/** The same text with everything else blanked out. */
export const proseOf = (text: string): string =>
  text
    .replace(code, ' ')
    .replace(emoji, ' ')
    .replace(/\S+/g, (token) => (isLanguage(token) ? token : ' '));

/** Signs that no sentence has within a word, or a dot between two letters. */
const isLanguage = (token: string): boolean =>
  !/[@#/\\=<>{}|~$^]|[\p{L}\p{N}]_[\p{L}\p{N}]|[\p{L}\p{N}]\.[\p{L}\p{N}]/u.test(token);
