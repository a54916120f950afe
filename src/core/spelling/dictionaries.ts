// Which languages can be checked here: dictionaries of the app, of the system, and of the person's own
// folder. They are found by name; nothing is read before somebody writes in that language.
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { SpellingLanguage } from '../../shared/spelling.ts';
import { bundledDictionaries } from './bundled.ts';

export type Dictionary = {
  /** BCP 47. */
  tag: string;
  from: SpellingLanguage['from'];
  /** Paths of Hunspell's two files. */
  aff: string;
  dic: string;
};

/** Where systems and other programs keep Hunspell's dictionaries. */
const systemFolders: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['/usr/share/hunspell', '/usr/share/myspell', '/usr/share/myspell/dicts'],
  darwin: [join(homedir(), 'Library', 'Spelling'), '/Library/Spelling'],
};

/**
 * All there are, in the order of their tags. Of several for one language the person's own comes first, then the
 * app's, then the system's.
 */
export function findDictionaries(
  own: string,
  system: readonly string[] = systemFolders[process.platform] ?? [],
): Dictionary[] {
  const found = [
    ...inFolder(own, 'own'),
    ...bundledDictionaries(),
    ...system.flatMap((folder) => inFolder(folder, 'system')),
  ];
  return found.toSorted((a, b) => (a.tag < b.tag ? -1 : Number(a.tag > b.tag)));
}

/** One for each language: the first that is not faulty, where there is one. */
export function onePerLanguage(
  dictionaries: readonly Dictionary[],
  isFaulty: (dictionary: Dictionary) => boolean,
): Dictionary[] {
  const byTag = Map.groupBy(dictionaries, ({ tag }) => tag);
  return [...byTag.values()].flatMap((some) => some.find((one) => !isFaulty(one)) ?? some[0] ?? []);
}

/**
 * Which of the languages suit somebody whose system speaks `wanted`, most wanted first: each of them, or another
 * variety of the same language, else English. None where the first is written in Latin letters too and has no
 * dictionary: English would find every word of it wrong.
 */
export function suitable(wanted: readonly string[], there: readonly string[]): string[] {
  const languageOf = (tag: string): string => tag.split('-')[0] ?? tag;
  const found = wanted.flatMap((tag) => {
    const { language, region } = new Intl.Locale(tag).maximize();
    const likely = [tag, `${language}-${region}`, language];
    return (
      likely.find((one) => there.includes(one)) ??
      there.find((one) => languageOf(one) === language) ??
      []
    );
  });
  const [first] = wanted;
  const ofFirst = there.some((one) => first && languageOf(one) === languageOf(first));
  if (first && !ofFirst && new Intl.Locale(first).maximize().script === 'Latn') return [];
  return found.length > 0 ? [...new Set(found)] : there.filter((tag) => tag === 'en-US');
}

function inFolder(folder: string, from: Dictionary['from']): Dictionary[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  const there = new Set(names);
  return names
    .filter((name) => name.endsWith('.dic') && there.has(name.replace(/dic$/, 'aff')))
    .flatMap((name) => {
      const tag = tagOf(basename(name, '.dic'));
      const dic = join(folder, name);
      return tag === null ? [] : [{ tag, from, dic, aff: dic.replace(/dic$/, 'aff') }];
    });
}

/** de_DE and de-DE are German; hyph_de_DE, for hyphens, is no language. */
function tagOf(name: string): string | null {
  const tag = name.replaceAll('_', '-');
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag)) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
