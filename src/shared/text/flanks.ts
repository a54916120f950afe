// Whether `*`, `_` or `~` can open or close something where they stand. As CommonMark says, but made
// for scripts without spaces (`**重要。**请看`), and `2*3*4` is a calculation.
const white = /[\s\p{Z}]/u;
const sign = /[\p{P}\p{S}]/u;
const latin = /[A-Za-z0-9]/;
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;

export function flanks(
  text: string,
  start: number,
  end: number,
  splitsWords: boolean,
): { can_open: boolean; can_close: boolean; length: number } {
  const marker = text[start];
  let after = start;
  while (after < end && text[after] === marker) after++;
  const last = start === 0 ? ' ' : characterBefore(text, start);
  const next = after < end ? String.fromCodePoint(text.codePointAt(after) ?? 32) : ' ';

  const left = opensBeside(next, last);
  const right = opensBeside(last, next);
  const splits = splitsWords && !(latin.test(last) && latin.test(next));
  return {
    can_open: left && (splits || !right || sign.test(last)),
    can_close: right && (splits || !left || sign.test(next)),
    length: after - start,
  };
}

/** `inner` is what would be inside, `outer` what stands before it. */
const opensBeside = (inner: string, outer: string): boolean =>
  !white.test(inner) &&
  (!sign.test(inner) || white.test(outer) || sign.test(outer) || spaceless.test(outer));

function characterBefore(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  const pair = low >= 0xdc00 && low <= 0xdfff && at > 1;
  return text.slice(at - (pair ? 2 : 1), at);
}
