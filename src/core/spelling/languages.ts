// The languages that can be checked now, and those that are chosen. What turned out to be faulty is left out
// until the app starts again.
import { mkdirSync } from 'node:fs';
import type { Settings } from '../../shared/rows.ts';
import type { SpellingLanguage } from '../../shared/spelling.ts';
import type { Log } from '../log.ts';
import { type Dictionary, findDictionaries, onePerLanguage, suitable } from './dictionaries.ts';

export type LanguagesParts = {
  /** Where the person's own dictionaries lie. */
  folder: string;
  /** Where the system has some, if not in the usual places. */
  systemFolders?: string[];
  /** The system's languages, BCP 47, the most wanted first. */
  languages: string[];
  settings(): Settings;
  log: Log;
};

export function createLanguages({
  folder,
  systemFolders,
  languages,
  settings,
  log,
}: LanguagesParts) {
  /** Paths of their word lists. */
  const faulty = new Set<string>();
  let found: Dictionary[] | undefined;
  const isFaulty = ({ dic }: Dictionary): boolean => faulty.has(dic);

  function all(): Dictionary[] {
    found ??= findDictionaries(folder, systemFolders);
    return onePerLanguage(found, isFaulty);
  }

  function chosen(): Dictionary[] {
    const there = all();
    const tags = there.map(({ tag }) => tag);
    const wanted = settings().spellingLanguages ?? suitable(languages, tags);
    return there.filter((one) => wanted.includes(one.tag) && !isFaulty(one));
  }

  return {
    chosen,
    list: (): SpellingLanguage[] =>
      all().map((one) => ({ tag: one.tag, from: one.from, faulty: isFaulty(one) })),
    blame: ({ dic }: Dictionary): void => void faulty.add(dic),
    blamed: (): number => faulty.size,
    /** Looks for what somebody may have put there since; answers whether that changes what is checked. */
    lookAgain(): boolean {
      makeFolder(folder, log);
      const before = chosen().map(({ dic }) => dic);
      found = undefined;
      return (
        chosen()
          .map(({ dic }) => dic)
          .join() !== before.join()
      );
    },
  };
}

function makeFolder(folder: string, log: Log): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    log('warn', 'no folder for dictionaries', { error: String(error) });
  }
}
