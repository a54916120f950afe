// The spelling thread's own object: the dictionaries that are in memory, and what they say to a word. A
// word is right as soon as one of those asked knows it.
import { readFileSync, statSync } from 'node:fs';
import { type Script, scriptsOf } from '../../shared/scripts.ts';
import type { Dictionary } from './dictionaries.ts';
import { openSpeller, type Speller } from './hunspell.ts';
import { likeliest } from './likeliest.ts';
import { isNoProse } from './prose.ts';
import { sampleOf } from './sample.ts';

/** The largest known are below 20 MB. */
const largestFile = 64 * 1024 * 1024;

type Open = { speller: Speller; scripts: ReadonlySet<Script> };

export function createEngine() {
  const open = new Map<string, Open>();

  /** Those of the named dictionaries that are written like the word. */
  const judgesOf = (word: string, files: readonly string[]): Speller[] => {
    const scripts = scriptsOf(word);
    return files
      .flatMap((file) => open.get(file) ?? [])
      .filter((one) => scripts.some((script) => one.scripts.has(script)))
      .map(({ speller }) => speller);
  };

  const isRight = (word: string, files: readonly string[]): boolean => {
    if (isNoProse(word)) return true;
    const judges = judgesOf(word, files);
    return judges.length === 0 || judges.some((judge) => judge.knows(word));
  };

  return {
    /** Throws what is wrong with its files. */
    async load({ aff, dic }: Dictionary): Promise<void> {
      const [rules, list] = [readDictionary(aff), readDictionary(dic)];
      const words = sampleOf(rules, list);
      const speller = await openSpeller(rules, list);
      // Hunspell takes nearly everything for a dictionary; one that knows none of its own words is none.
      if (!words.some((word) => speller.knows(word)))
        throw new Error('it knows no word of its own');
      open.set(dic, { speller, scripts: scriptsIn(words) });
    },
    /** Lets go of all others. `files`: their word lists, as paths. */
    keep(files: string[]): void {
      for (const file of open.keys()) if (!files.includes(file)) open.delete(file);
    },
    /** Answers which of them are wrong. */
    check: (words: string[], files: string[]): string[] =>
      words.filter((word) => !isRight(word, files)),
    /** Up to five, the likeliest first. */
    suggest: (word: string, files: string[]): string[] =>
      likeliest(
        word,
        judgesOf(word, files).map((judge) => judge.suggest(word)),
      ),
  };
}

function readDictionary(path: string): Buffer {
  const { size } = statSync(path);
  if (size > largestFile) throw new Error(`${size} bytes are too many`);
  const bytes = readFileSync(path);
  if (bytes.includes(0)) throw new Error(`${path} is no text`);
  return bytes;
}

/** A few foreign words in a list do not make it one of another script. */
function scriptsIn(words: string[]): ReadonlySet<Script> {
  const counts = new Map<Script, number>();
  for (const word of words)
    for (const script of scriptsOf(word)) counts.set(script, (counts.get(script) ?? 0) + 1);
  return new Set(
    [...counts].filter(([, count]) => count * 10 >= words.length).map(([script]) => script),
  );
}
