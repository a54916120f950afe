// Some words of a dictionary, from all over its list: by them is seen whether it works, and in which script it is.
import { charsetOf } from './charset.ts';

const wanted = 200;

/** Throws where these are not the two files of a dictionary. */
export function sampleOf(rules: Buffer, list: Buffer): string[] {
  const name = /^SET[ \t]+(\S+)/m.exec(rules.toString('latin1').replace(/^ï»¿/, ''))?.[1];
  const lines = charsetOf(name ?? 'ISO8859-1')
    .decode(list)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const count = Number.parseInt(lines[0] ?? '', 10);
  if (!(count > 0)) throw new Error('its list does not begin with the number of its words');
  // Some say a few more than there are; half of them is a file that broke off.
  if ((lines.length - 1) * 2 < count) throw new Error(`${lines.length - 1} words are not ${count}`);
  const step = Math.max(1, Math.floor(lines.length / wanted));
  const words = lines
    .filter((_, index) => index > 0 && index % step === 0)
    .map((line) => (line.split(/[/\t]/)[0] ?? '').trim())
    .filter((word) => word !== '' && !word.includes(' '));
  if (words.length === 0) throw new Error('its list is empty');
  return words;
}
