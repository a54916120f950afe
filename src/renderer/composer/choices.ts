// What can be completed while somebody writes: which letters before the cursor ask for it.
import type { PersonRow } from '../../shared/rows.ts';
import { nameKey } from '../rules.ts';

export type Choice = {
  key: string;
  /** What takes the place of the letters, with the space behind it. */
  put: string;
  label: string;
  /** Said beside it, in small. */
  note?: string;
  /** An emoji, or a sign of ours. */
  sign?: string;
  person?: PersonRow;
};

export type Asked = {
  kind: 'people' | 'channels' | 'emoji' | 'commands';
  start: number;
  query: string;
};

const patterns = [
  // Only as the very first thing.
  ['commands', /^()(\/([a-z]*))$/iu],
  // A name may hold a space, but a sentence after an @ is no name.
  ['people', /(^|[^\w@.])(@([^\n@]{0,40}))$/u],
  ['channels', /(^|[^\w#&/])(#([^\s#@]{0,40}))$/u],
  // "注意:你好" is a sentence, and 12:30 a time.
  ['emoji', /(^|[^\p{L}\p{N}:/])(:([\p{L}\p{N}_+-]{2,30}))$/u],
] as const;

/** `before`: everything up to the cursor. What begins last is meant: a name may stand before it. */
export function askedBy(before: string): Asked | null {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const found = patterns.flatMap(([kind, pattern]): Asked[] => {
    const [all, , letters = '', query = ''] =
      pattern.exec(kind === 'commands' ? before : line) ?? [];
    return all === undefined ? [] : [{ kind, start: before.length - letters.length, query }];
  });
  return found.toSorted((a, b) => b.start - a.start)[0] ?? null;
}

/** Whether a name, or a later word of it, begins with these letters. */
export function namesIt(name: string, query: string): boolean {
  const [said, wanted] = [nameKey(name), nameKey(query)];
  return said.startsWith(wanted) || said.includes(` ${wanted}`);
}
