// The words that a person has added: right in every language. Read when somebody writes.
import { z } from 'zod';
import { Refusal } from '../../shared/errors.ts';
import { mostOwnWords, OwnWord } from '../../shared/spelling.ts';
import type { JsonFile } from '../jsonFile.ts';
import type { Log } from '../log.ts';

export const WordsFile = z.object({ words: z.array(OwnWord).max(mostOwnWords) });
export type WordsFile = z.infer<typeof WordsFile>;

export function createOwnWords(file: JsonFile<WordsFile>, changed: () => void, log: Log) {
  let words: Set<string> | undefined;

  function now(): Set<string> {
    try {
      words ??= new Set(file.read()?.words);
    } catch (error) {
      // Not damaged, but out of reach: it stays as it is, and checking goes on.
      log('warn', 'own words cannot be read', { error: String(error) });
      words = new Set();
    }
    return words;
  }

  async function keep(next: Set<string>): Promise<void> {
    await file.write({ words: [...next] });
    words = next;
    changed();
  }

  return {
    /** What is written small is right with a capital, too. */
    have: (word: string): boolean => now().has(word) || now().has(word.toLowerCase()),
    /** In alphabetical order. */
    list: (): string[] => [...now()].toSorted((a, b) => a.localeCompare(b)),
    /** Throws DATA_UNWRITABLE, STORAGE_FULL, TOO_LARGE. */
    async learn(word: string): Promise<void> {
      const next = new Set(now());
      if (next.size >= mostOwnWords) throw new Refusal('TOO_LARGE', 'the list of words is full');
      await keep(next.add(word));
    },
    /** Throws DATA_UNWRITABLE, STORAGE_FULL. */
    async forget(word: string): Promise<void> {
      const next = new Set(now());
      if (next.delete(word)) await keep(next);
    },
    /** Whoever wrote here leaves this computer. */
    clear(): void {
      file.remove();
      words = new Set();
      changed();
    },
  };
}
