// The words of people's names: whoever writes them is right, small or capital. Read when the first word is
// checked, and kept up with what the teams tell.
import type { PersonRow } from '../../shared/rows.ts';

/** `load` answers the people of all teams. */
export function createNames(load: () => Promise<PersonRow[]>) {
  const words = new Set<string>();
  let loading: Promise<void> | undefined;

  function add(people: PersonRow[]): void {
    for (const { name } of people)
      for (const word of name.match(/\p{L}[\p{L}\p{M}'’]*/gu) ?? []) words.add(word.toLowerCase());
  }

  return {
    add,
    /** There is a team whose people are not in it yet. */
    forget: (): void => void (loading = undefined),
    async now(): Promise<ReadonlySet<string>> {
      loading ??= load().then(add);
      await loading;
      return words;
    },
  };
}
