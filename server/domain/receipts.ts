// How far others have read: only of those who show it, and only to them.
import type { ReaderRecord, View } from '../store/tx.ts';
import type { Reading } from './handler.ts';

/** In a larger conversation nobody looks who has read, and telling would cost too much. */
export const MOST_READERS = 50;

/** Everybody in there; undefined where they are too many. */
export async function readersOf(
  view: View,
  conversation: string,
): Promise<ReaderRecord[] | undefined> {
  const readers = await view.readers(conversation, MOST_READERS + 1);
  return readers.length > MOST_READERS ? undefined : readers;
}

export const listSeen: Reading<'conversation.seen'> = async (view, asker, { conversation }) => {
  const readers = (await readersOf(view, conversation)) ?? [];
  const shown = readers.some(({ user, shows }) => user === asker?.id && shows) ? readers : [];
  return {
    seen: shown
      .filter(({ user, shows }) => shows && user !== asker?.id)
      .map(({ user, seq }) => [user, seq]),
  };
};
