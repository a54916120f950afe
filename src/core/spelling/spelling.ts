// Spelling: the chosen languages, the person's own words, and the thread that holds the dictionaries.
// Everything comes from files on this computer; nothing is fetched.
import { mkdirSync } from 'node:fs';
import { z } from 'zod';
import type { Pushes, PushName } from '../../shared/api.ts';
import { type Failure, Refusal } from '../../shared/errors.ts';
import type { PersonRow, Settings, TeamState } from '../../shared/rows.ts';
import {
  mostOwnWords,
  OwnWord,
  type SpellingFound,
  type SpellingState,
} from '../../shared/spelling.ts';
import type { JsonFile } from '../jsonFile.ts';
import type { Log } from '../log.ts';
import { within } from '../transport/bounded.ts';
import { type Dictionary, findDictionaries, onePerLanguage, suitable } from './dictionaries.ts';
import { createNames } from './names.ts';
import { createThread } from './thread.ts';

/** The page stands still meanwhile. */
const patienceMs = 100;

/** How this program checks spelling. */
export type SpellingChoice = {
  /** Entry of the spelling thread: `spelling/worker.ts`, or what it was built to. */
  worker: URL;
  /** The system's languages, BCP 47, the most wanted first. */
  languages: string[];
  /** Where the system has dictionaries, if not in the usual places. */
  systemFolders?: string[];
};

export const OwnWords = z.object({ words: z.array(OwnWord).max(mostOwnWords) });
export type OwnWords = z.infer<typeof OwnWords>;

export type SpellingParts = SpellingChoice & {
  /** Where the person's own dictionaries lie. */
  folder: string;
  file: JsonFile<OwnWords>;
  settings(): Settings;
  people(): Promise<PersonRow[]>;
  /** What was found later; null: what was said of words before does not hold any more. */
  tell(found: SpellingFound | null): void;
  notice(failure: Failure): void;
  log: Log;
};

export type Spelling = ReturnType<typeof createSpelling>;

export function createSpelling(parts: SpellingParts) {
  const { settings, tell, log } = parts;
  const names = createNames(parts.people);
  /** Paths of what could not be read. */
  const faulty = new Set<string>();
  let dictionaries: Dictionary[] | undefined;
  let own: Set<string> | undefined;
  let known = choiceOf(settings());
  let teams = '';
  /** What was found for an older one is of no use. */
  let generation = 0;

  const thread = createThread({
    worker: parts.worker,
    faulty({ tag, dic }, error) {
      faulty.add(dic);
      parts.notice({ code: 'DICTIONARY_DAMAGED', message: `${tag}, ${dic}: ${String(error)}` });
    },
    log,
  });

  const ownWords = (): Set<string> => (own ??= new Set(parts.file.read()?.words));
  const isFaulty = ({ dic }: Dictionary): boolean => faulty.has(dic);

  function all(): Dictionary[] {
    dictionaries ??= findDictionaries(parts.folder, parts.systemFolders);
    return onePerLanguage(dictionaries, isFaulty);
  }

  /** Without those that turned out to be faulty. */
  function chosen(): Dictionary[] {
    const there = all();
    const tags = there.map(({ tag }) => tag);
    const wanted = settings().spellingLanguages ?? suitable(parts.languages, tags);
    return there.filter((one) => wanted.includes(one.tag) && !isFaulty(one));
  }

  function renew(): void {
    generation++;
    tell(null);
  }

  function follow(list: TeamState[]): void {
    const now = list.map(({ id }) => id).join();
    if (now !== teams) names.forget();
    teams = now;
  }

  function obey(now: Settings): void {
    if (choiceOf(now) === known) return;
    known = choiceOf(now);
    if (!now.spelling) void thread.release();
    renew();
  }

  async function keep(words: Set<string>): Promise<void> {
    await parts.file.write({ words: [...words] });
    own = words;
    renew();
  }

  async function examine(words: string[], judges: Dictionary[]): Promise<string[]> {
    const mine = ownWords();
    const people = await names.now();
    const knows = (word: string): boolean =>
      mine.has(word) || mine.has(word.toLowerCase()) || people.has(word.toLowerCase());
    const unknown = words.filter((word) => !knows(word) && !knows(withoutPossessive(word)));
    if (unknown.length === 0) return [];
    const before = faulty.size;
    const wrong = await thread.check(unknown, judges);
    // Another dictionary may stand in for one that turned out to be faulty.
    return faulty.size === before ? wrong : examine(unknown, chosen());
  }

  return {
    /** Null where it takes longer; then it is told. */
    async check(words: string[]): Promise<string[] | null> {
      const judges = settings().spelling ? chosen() : [];
      if (judges.length === 0) return [];
      const asked = generation;
      const found = examine(words, judges);
      const soon = thread.isReady(judges)
        ? await within(patienceMs, found, 'later').catch(() => null)
        : null;
      if (soon === null)
        void found.then(
          (wrong) => asked === generation && tell({ words, wrong }),
          () => undefined,
        );
      return soon;
    },
    suggest: (word: string): Promise<string[]> => thread.suggest(word, chosen()),
    state(): SpellingState {
      // Somebody may have put one there since.
      dictionaries = undefined;
      makeFolder(parts.folder, log);
      const there = all();
      return {
        languages: there.map((one) => ({ tag: one.tag, from: one.from, faulty: isFaulty(one) })),
        chosen: chosen().map(({ tag }) => tag),
        words: [...ownWords()].toSorted((a, b) => a.localeCompare(b)),
        folder: parts.folder,
      };
    },
    /** Throws DATA_UNWRITABLE, STORAGE_FULL, TOO_LARGE. */
    async learn(word: string): Promise<void> {
      const words = new Set(ownWords());
      if (words.size >= mostOwnWords) throw new Refusal('TOO_LARGE', 'the list of words is full');
      await keep(words.add(word));
    },
    /** Throws DATA_UNWRITABLE, STORAGE_FULL. */
    async forget(word: string): Promise<void> {
      const words = new Set(ownWords());
      if (words.delete(word)) await keep(words);
    },
    /** What the window hears concerns spelling too. */
    receive<P extends PushName>(name: P, payload: Pushes[P]): void {
      if (name === 'people') names.add(payload as PersonRow[]);
      if (name === 'teams') follow(payload as TeamState[]);
      if (name === 'settings') obey(payload as Settings);
    },
    close: thread.close,
  };
}

const choiceOf = ({ spelling, spellingLanguages }: Settings): string =>
  JSON.stringify([spelling, spellingLanguages]);

const withoutPossessive = (word: string): string => word.replace(/['’]s?$/, '');

function makeFolder(folder: string, log: Log): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    log('warn', 'no folder for dictionaries', { error: String(error) });
  }
}
