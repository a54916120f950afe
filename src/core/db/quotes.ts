// Messages inside others: the one that is answered, and the one that is passed on.
import { known, type WireEvent } from '../../shared/events.ts';
import type { Forwarded } from '../../shared/messageEvents.ts';
import type { Quote } from '../../shared/timelineRows.ts';
import type { createDone } from './done.ts';
import type { Pending } from './pending.ts';
import type { StoredLog } from './storedLog.ts';

/** Code points of a quote. */
const quoteLength = 200;

export type QuoteParts = {
  log: StoredLog;
  done: ReturnType<typeof createDone>;
  pending: Pending;
};

type Said = { event: WireEvent; text: string; deleted: boolean; forwarded: Forwarded | undefined };

export function createQuotes({ log, done, pending }: QuoteParts) {
  /** What the stored ones of the messages say now, by seq. */
  function said(conversation: string, seqs: number[]): Map<number, Said> {
    if (seqs.length === 0) return new Map();
    const { edits, deletions } = done.said(conversation, seqs);
    const aimed = pending.aimed(conversation);
    const found = new Map<number, Said>();
    for (const event of log.at(conversation, new Set(seqs))) {
      const typed = known(event);
      if (typed?.type !== 'message.created') continue;
      const { text, deleted, forwarded } = typed.body;
      const waiting = (aimed.get(event.seq) ?? []).filter(({ state }) => state !== 'failed');
      const edit = waiting.findLast((command) => command.name === 'message.edit');
      found.set(event.seq, {
        event,
        text: edit?.input.text ?? edits.get(event.seq)?.text ?? text,
        deleted:
          deleted === true ||
          deletions.has(event.seq) ||
          waiting.some(({ name }) => name === 'message.delete'),
        forwarded,
      });
    }
    return found;
  }

  return {
    /** One for each of the seqs, also of what is not known here. */
    of(conversation: string, seqs: number[]): Map<number, Quote> {
      const there = said(conversation, seqs);
      return new Map(seqs.map((seq) => [seq, quote(seq, there.get(seq))]));
    },
    /** What the server will put in; null when the message is not known here. */
    forwarded({ conversation, seq }: { conversation: string; seq: number }): Forwarded | null {
      const one = said(conversation, [seq]).get(seq);
      if (!one || one.deleted) return null;
      const { author, at } = one.event;
      // Passing on what was only passed on: the words are still the first one's.
      if (one.text === '' && one.forwarded) return one.forwarded;
      return { conversation, seq, author, at, text: one.text };
    },
  };
}

function quote(seq: number, said: Said | undefined): Quote {
  if (!said) return { seq, author: '', text: '', state: 'unknown' };
  const { author } = said.event;
  if (said.deleted) return { seq, author, text: '', state: 'deleted' };
  return {
    seq,
    author,
    text: beginning(said.text || (said.forwarded?.text ?? '')),
    state: 'shown',
  };
}

// A character may be two units: so many units hold at least as many characters as are shown.
const beginning = (text: string): string =>
  Array.from(text.slice(0, 2 * quoteLength))
    .slice(0, quoteLength)
    .join('');
