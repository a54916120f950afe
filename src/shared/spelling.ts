// Spelling: what the window may ask about words, and what there is to check them with.
import { z } from 'zod';
import { call } from './call.ts';
import { longestWord, mostWords } from './prose.ts';

/** What one person can have in their own list. */
export const mostOwnWords = 5000;

const Word = z.string().min(1).max(longestWord);
/** A word of one's own, as it is to be written. */
export const OwnWord = z
  .string()
  .trim()
  .min(1)
  .max(longestWord)
  .regex(/^[^\p{Cc}\s]+$/u);
/** BCP 47. */
export const LanguageTag = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/);

export type SpellingLanguage = {
  tag: string;
  /** Where its dictionary is: in the app, on this computer, or in the person's own folder. */
  from: 'app' | 'system' | 'own';
  /** It could not be read, and is left out until the app starts again. */
  faulty: boolean;
};

export type SpellingState = {
  languages: SpellingLanguage[];
  /** Those that words are checked with now. */
  chosen: string[];
  /** The person's own words, in alphabetical order. */
  words: string[];
  /** Where dictionaries of one's own go. */
  folder: string;
};

const nothing = z.undefined();

/** Words that were looked at, and which of them are not right in any chosen language. */
export type SpellingFound = { words: string[]; wrong: string[] };

/** A program that checks no spelling throws FORBIDDEN at all of them but `spelling.check`, which then finds nothing. */
export const spellingCalls = {
  /**
   * Answers at once those that are not right in any chosen language; or null while the dictionaries are still being
   * read, and a `spelling` push tells.
   */
  'spelling.check': call<string[] | null>()(z.object({ words: z.array(Word).max(mostWords) })),
  /** Up to five, the likeliest first. */
  'spelling.suggest': call<string[]>()(z.object({ word: Word })),
  'spelling.state': call<SpellingState>()(nothing),
  /** Throws DATA_UNWRITABLE, STORAGE_FULL, and TOO_LARGE where the list is full. */
  'spelling.learn': call<void>()(z.object({ word: OwnWord })),
  'spelling.forget': call<void>()(z.object({ word: OwnWord })),
} as const;
