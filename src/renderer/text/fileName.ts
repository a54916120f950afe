// What a file is called, fit to be shown: a name may be 4 kB long, turn the words around it, or hide
// what kind of file it is behind signs that nobody sees.
import { shown } from '../../shared/text/shown.ts';

/** UTF-16 units of a name that anybody reads; its end tells the kind and stays. */
const longest = 200;
const endUnits = 60;
/** What stays in sight at the end where there is little room, in widths of a Latin letter. */
const tailWidth = 10;
const wide = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Extended_Pictographic}]/u;
/** Made for the first name: it takes a while. */
let graphemes: Intl.Segmenter | undefined;

/** On one line and whole, unless it is longer than anybody reads; never empty. */
export function fileName(said: string): string {
  const name = shown(middleOut(said, 1000, 200));
  return middleOut(name, longest, endUnits).toWellFormed() || '…';
}

/** Its two parts: the first may be cut, the second stays. Together they are the name. */
export function nameParts(name: string): { head: string; tail: string } {
  let at = name.length;
  let room = tailWidth;
  graphemes ??= new Intl.Segmenter();
  for (const { segment, index } of [...graphemes.segment(name)].toReversed()) {
    room -= wide.test(segment) ? 2 : 1;
    if (room < 0) break;
    // A space at its beginning would look like a gap.
    if (segment !== ' ' || index === 0) at = index;
  }
  return { head: name.slice(0, at), tail: name.slice(at) };
}

const middleOut = (text: string, most: number, end: number): string =>
  text.length > most ? `${text.slice(0, most - end)}…${text.slice(-end)}` : text;
