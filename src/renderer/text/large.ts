// A message of one to three emoji and nothing else is shown large.
const few = /^(?:\s*\p{RGI_Emoji}){1,3}\s*$/v;
/** UTF-16 units of three families with skin tones, and some spaces. */
const longest = 120;

export const isLarge = (text: string): boolean => text.length <= longest && few.test(text);
