// What is written and not sent: drafts of conversations and threads, messages for later, and new texts
// for messages that wait. memoryTeam.ts spreads `handlers` into its own.
import type { CallArgs } from '../../../src/shared/api.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { Draft, MessageRow, TimelineRow } from '../../../src/shared/timelineRows.ts';

type WritingCall = 'draft.set' | 'message.schedule' | 'message.rewrite';
type Handlers = { [N in WritingCall]: (input: CallArgs<N>) => void };

/** What it needs of the team around it. */
export type Desk = {
  rows: Map<string, TimelineRow[]>;
  /** By conversation, or by conversation and thread: what is written there. */
  drafts: Map<string, string>;
};

export function memoryWriting(desk: Desk) {
  const replies = new Map<string, number | null>();
  const scheduled: CallArgs<'message.schedule'>[] = [];
  const keyOf = (conversation: string, thread: number | null): string =>
    thread === null ? conversation : `${conversation} ${thread}`;

  /** As the core hands it over: with the message that is answered. */
  function draftOf(conversation: string, thread: number | null): Draft {
    const key = keyOf(conversation, thread);
    const seq = replies.get(key) ?? null;
    const row = desk.rows
      .get(conversation)
      ?.find(
        (one): one is MessageRow => one.kind === 'message' && one.seq !== null && one.seq === seq,
      );
    const quote = row && {
      seq: row.seq ?? 0,
      author: row.author,
      text: row.text,
      state: 'shown' as const,
    };
    return { text: desk.drafts.get(key) ?? '', reply: quote ?? null };
  }

  const handlers: Handlers = {
    'draft.set': ({ conversation, thread = null, text, reply }) => {
      desk.drafts.set(keyOf(conversation, thread), text);
      replies.set(keyOf(conversation, thread), reply);
    },
    'message.schedule': (input) => void scheduled.push(input),
    'message.rewrite': ({ id, text }) => {
      for (const rows of desk.rows.values()) {
        const row = rows.find(({ key }) => key === id);
        if (row?.kind !== 'message' || row.seq !== null) continue;
        row.text = text;
        return;
      }
      throw new Refusal('NOT_FOUND', id);
    },
  };

  return { handlers, draftOf, scheduled };
}
