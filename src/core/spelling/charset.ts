// In what letters a dictionary is written: UTF-8, or one of the old sets of 256.
export type Charset = {
  /** Null where the set has no such letter. */
  encode(word: string): Uint8Array | null;
  decode(bytes: Uint8Array): string;
};

/** `name` as Hunspell's files say it: UTF-8, ISO8859-2, microsoft-cp1251. Throws RangeError where it is unknown. */
export function charsetOf(name: string): Charset {
  const decoder = new TextDecoder(labelOf(name));
  const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
  if (decoder.encoding === 'utf-8') {
    const encoder = new TextEncoder();
    return { encode: (word) => encoder.encode(word), decode };
  }
  const letters = new Map<string, number>();
  for (let byte = 1; byte < 256; byte++) letters.set(decode(Uint8Array.of(byte)), byte);
  return {
    encode(word) {
      const bytes = Array.from(word, (letter) => letters.get(letter) ?? 0);
      return bytes.includes(0) ? null : Uint8Array.from(bytes);
    },
    decode,
  };
}

/** As the Encoding Standard calls it. */
const labelOf = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^microsoft-(cp)?/, 'windows-')
    .replace(/^cp(?=125)/, 'windows-')
    .replace(/^iso-?8859-?/, 'iso-8859-')
    .replace(/^tis620.*/, 'windows-874');
