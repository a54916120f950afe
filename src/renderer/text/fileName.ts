// What a file is called, fit to be shown: a name may be 4 kB long, turn the words around it, or hide
// what kind of file it is behind signs that nobody sees.
import { shown } from '../../shared/text/shown.ts';

/** UTF-16 units of a name that anybody reads; its end tells the kind and stays. */
const longest = 200;
const endUnits = 60;
/** Graphemes at the end that stay in sight where there is little room. */
const tailLength = 10;
const graphemes = new Intl.Segmenter();

/** On one line and whole, unless it is longer than anybody reads; never empty. */
export function fileName(said: string): string {
  const name = shown(middleOut(said, 1000, 200));
  return middleOut(name, longest, endUnits).toWellFormed() || '…';
}

/** Its two parts: the first may be cut, the second stays. Together they are the name. */
export function nameParts(name: string): { head: string; tail: string } {
  const all = [...graphemes.segment(name)];
  const at = all[all.length - tailLength]?.index ?? 0;
  return { head: name.slice(0, at), tail: name.slice(at) };
}

const middleOut = (text: string, most: number, end: number): string =>
  text.length > most ? `${text.slice(0, most - end)}…${text.slice(-end)}` : text;
