// Spelling: the chosen languages, the person's own words, and the thread that holds the dictionaries.
// Everything comes from files on this computer; nothing is fetched.
import type { Pushes, PushName } from '../../shared/api.ts';
import type { Failure } from '../../shared/errors.ts';
import type { PersonRow, Settings, TeamState } from '../../shared/rows.ts';
import type { SpellingFound, SpellingState } from '../../shared/spelling.ts';
import type { JsonFile } from '../jsonFile.ts';
import { within } from '../transport/bounded.ts';
import type { Dictionary } from './dictionaries.ts';
import { createLanguages, type LanguagesParts } from './languages.ts';
import { createNames } from './names.ts';
import { createOwnWords, type WordsFile } from './ownWords.ts';
import { createThread } from './thread.ts';

/** The page stands still meanwhile. */
const patienceMs = 100;

/** How this program checks spelling. */
export type SpellingChoice = Pick<LanguagesParts, 'languages' | 'systemFolders'> & {
  /** Entry of the spelling thread: `spelling/worker.ts`, or what it was built to. */
  worker: URL;
};

export type SpellingParts = SpellingChoice &
  LanguagesParts & {
    file: JsonFile<WordsFile>;
    people(): Promise<PersonRow[]>;
    /** What was found later; null: what was said of words before does not hold any more. */
    tell(found: SpellingFound | null): void;
    notice(failure: Failure): void;
  };

export type Spelling = ReturnType<typeof createSpelling>;

export function createSpelling(parts: SpellingParts) {
  const { settings, tell, log } = parts;
  const languages = createLanguages(parts);
  const words = createOwnWords(parts.file, renew, log);
  const names = createNames(parts.people);
  let known = choiceOf(settings());
  let teams = '';
  /** What was found for an older one is of no use. */
  let generation = 0;

  const thread = createThread({
    worker: parts.worker,
    faulty(dictionary, error) {
      languages.blame(dictionary);
      const message = `${dictionary.tag}, ${dictionary.dic}: ${String(error)}`;
      parts.notice({ code: 'DICTIONARY_DAMAGED', message });
    },
    log,
  });

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

  async function examine(asked: string[], judges: Dictionary[]): Promise<string[]> {
    const people = await names.now();
    const isKnown = (word: string): boolean => words.have(word) || people.has(word.toLowerCase());
    const unknown = asked.filter((word) => !isKnown(word) && !isKnown(withoutPossessive(word)));
    if (unknown.length === 0) return [];
    const before = languages.blamed();
    const wrong = await thread.check(unknown, judges);
    // Another dictionary may stand in for one that turned out to be faulty.
    return languages.blamed() === before ? wrong : examine(unknown, languages.chosen());
  }

  return {
    /** Null where it takes longer; then it is told. */
    async check(asked: string[]): Promise<string[] | null> {
      const judges = settings().spelling ? languages.chosen() : [];
      if (judges.length === 0) return [];
      const now = generation;
      const found = examine(asked, judges);
      const soon = thread.isReady(judges)
        ? await within(patienceMs, found, 'later').catch(() => null)
        : null;
      if (soon === null)
        void found.then(
          (wrong) => now === generation && tell({ words: asked, wrong }),
          () => undefined,
        );
      return soon;
    },
    suggest: (word: string): Promise<string[]> => thread.suggest(word, languages.chosen()),
    state(): SpellingState {
      if (languages.lookAgain()) renew();
      return {
        languages: languages.list(),
        chosen: languages.chosen().map(({ tag }) => tag),
        words: words.list(),
        folder: parts.folder,
      };
    },
    learn: words.learn,
    forget: words.forget,
    clear: words.clear,
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
