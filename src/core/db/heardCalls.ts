// What notifications ask of the files: what is to be heard of, and how that stands now.
import { createKeywords } from '../notify/keywords.ts';
import type { Files } from './database.ts';
import type { Heard, Keywords } from './heard.ts';

/** What this computer's settings want to be heard of; null: nothing is shown here, so nothing is looked for. */
export type Ear = { keywords: Keywords | null };

/** Messages of one conversation that were heard of and are unread still. */
export type HeardNow = {
  /** In order; `calls`: it calls this person. */
  messages: (Heard & { calls: boolean })[];
  newest: { seq: number; author: string; text: string };
  place: { kind: 'channel' | 'direct' | 'group'; name: string; mayPost: boolean };
};

export function heardCalls({ history, ear }: Files) {
  const { now } = history;

  return {
    /** From now on `apply` answers what is heard; null: nothing any more. */
    listenFor(keywords: string[] | null): void {
      ear.keywords = keywords && createKeywords(keywords);
    },
    unheard: (): Heard[] => (ear.keywords ? now().heard.unread(ear.keywords, Date.now()) : []),
    /** Null when there is nothing to tell of them any more. */
    heardNow(conversation: string, seqs: number[]): HeardNow | null {
      const messages = now().heard.still(conversation, seqs, Date.now());
      const last = messages.at(-1);
      const row = last && now().rows.message(conversation, last.seq);
      const place = now().lists.conversation(conversation);
      if (!last || !row || !place || row.deletedBy !== null) return null;
      const author = now().lists.nameOf(row.author) ?? '';
      return {
        messages,
        newest: { seq: last.seq, author, text: row.text || (row.forwarded?.text ?? '') },
        place: { kind: place.kind, name: place.name, mayPost: place.mayPost },
      };
    },
    /** Until when this person does not want to be disturbed, ms since 1970; null: they may be. */
    dndUntil: (): number | null => now().heard.dndUntil(),
  };
}
