// A message of one to three emoji and nothing else is shown large.
/** UTF-16 units of three families with skin tones, and some spaces. */
const longest = 120;
/** Words have letters, and no emoji has one of these. */
const word = /[A-Za-z\p{sc=Han}]/u;
/** One of these is in every emoji. */
const sign = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u;

export const isLarge = (text: string): boolean =>
  text.length <= longest && !word.test(text) && sign.test(text) && isFewEmoji(text);

/** Asked last, and not made before: the first text that is held against the set of all emoji waits 20 ms. */
const isFewEmoji = (text: string): boolean => /^(?:\s*\p{RGI_Emoji}){1,3}\s*$/v.test(text);
