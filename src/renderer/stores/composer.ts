// What is being written in each conversation and thread of each team. A text leaves the composer only
// when the core says that it is safe in the outbox (delivery rule 1), and what is typed meanwhile
// stays. What was begun in a team goes on there, whichever is shown by then.
import { defineStore } from 'pinia';
import { shallowReactive, shallowRef } from 'vue';
import type { ConversationLink } from '../../shared/messageLink.ts';
import type { Draft, MessageRow, Quote } from '../../shared/timelineRows.ts';
import { callIn, shownTeam } from '../api.ts';
import { byteLength, limits, MessageText } from '../rules.ts';
import { createDraftKeeper } from './draftKeeper.ts';
import {
  blank,
  type Edit,
  keyOf,
  type Outgoing,
  type Place,
  type Spot,
  type Trouble,
  type Writing,
} from './writing.ts';

export const useComposer = defineStore('composer', () => {
  const writings = shallowReactive(new Map<string, Writing>());
  const troubles = shallowReactive(new Map<string, Trouble>());
  const sending = new Set<string>();
  const again = new Set<string>();
  const restored = shallowReactive(new Set<string>());
  /** What went to disk before the draft from there was seen: it is no older draft that comes back. */
  const early = new Map<string, Set<string>>();
  /** Composers on screen, each as often as it stands there. */
  const mounted = new Set<string>();
  /** Raised when a composer should take the keyboard; `key` null: that of the open conversation. */
  const focusWanted = shallowRef<{ key: string | null }>({ key: null });

  const here = ({ conversation, thread }: Spot): Place => ({
    team: shownTeam(),
    conversation,
    thread,
  });
  const at = (place: Place): Writing => writings.get(keyOf(place)) ?? blank;
  const drafts = createDraftKeeper({
    draftOf: (place) => at(place).edit?.kept ?? at(place),
    saving(key, text) {
      if (!restored.has(key)) early.set(key, (early.get(key) ?? new Set()).add(text));
    },
    troubles,
  });
  const flush = () => drafts.flush();

  const textOf = (spot: Spot): string => at(here(spot)).text;
  const replyOf = (spot: Spot): Quote | null => at(here(spot)).reply;
  const editOf = (spot: Spot): Edit | null => at(here(spot)).edit;
  const troubleOf = (spot: Spot): Trouble | undefined => troubles.get(keyOf(here(spot)));
  const write = (spot: Spot, text: string): void => writeAt(here(spot), { text });
  const send = (spot: Spot, make: Make): Promise<boolean> => sendAt(here(spot), make);
  const complain = (spot: Spot, trouble: Trouble): void =>
    void troubles.set(keyOf(here(spot)), trouble);

  /** The draft from disk, once; what has been typed before it came stands after it. */
  function restore(conversation: string, thread: number | null, draft: Draft): void {
    const place = here({ conversation, thread });
    const key = keyOf(place);
    if (restored.has(key)) return;
    restored.add(key);
    const own = early.get(key)?.has(draft.text) === true;
    early.delete(key);
    const now = at(place);
    if (own) return;
    // Whoever edits by now has begun on an empty field, and goes on with it.
    if (now.edit) {
      const kept = { text: draft.text + now.edit.kept.text, reply: now.edit.kept.reply };
      writings.set(key, { ...now, edit: { ...now.edit, kept } });
      return;
    }
    const whole = { ...now, text: draft.text + now.text, reply: now.reply ?? draft.reply };
    if (now.text === '' && now.reply === null) writings.set(key, whole);
    // On disk there may be no more than one of them.
    else writeAt(place, whole);
  }

  /** Until then what is written here would be saved over a draft that nobody has seen yet. */
  const isRestored = (spot: Spot): boolean => restored.has(keyOf(here(spot)));

  function writeAt(place: Place, change: Partial<Writing>): void {
    const key = keyOf(place);
    const now = { ...at(place), ...change };
    writings.set(key, now);
    troubles.delete(key);
    // An edit is no draft: the draft waits behind it.
    if (now.edit) return;
    drafts.later(place);
  }

  /** Answers whether it has gone. `make` reads what is written; null: it cannot go, and that is said. */
  async function sendAt(place: Place, make: Make): Promise<boolean> {
    const key = keyOf(place);
    if (sending.has(key)) {
      // Enter again before the answer: what has been added meanwhile goes next.
      again.add(key);
      return false;
    }
    sending.add(key);
    const before = at(place);
    const gone = await hand(place, await make(before)).finally(() => sending.delete(key));
    if (gone !== null) {
      again.delete(key);
      if (gone !== 'nothing') troubles.set(key, gone);
      return false;
    }
    const { text, reply } = at(place);
    const left = typedSince(before.text, text);
    writeAt(place, { text: left, reply: reply === before.reply ? null : reply });
    await drafts.save(key);
    if (again.delete(key)) await sendAt(place, make);
    return true;
  }

  async function hand(
    { team, conversation, thread }: Place,
    outgoing: Outgoing | null,
  ): Promise<Trouble | 'nothing' | null> {
    if (outgoing === null) return 'nothing';
    if (outgoing.kind === 'done') return null;
    if (outgoing.kind === 'trouble') return outgoing.trouble;
    const { text, parts } = outgoing;
    const where = thread === null ? { conversation } : { conversation, thread };
    const answer = await callIn(team, 'message.send', { ...where, text, ...parts });
    return answer.ok ? null : answer.error;
  }

  /** From now on what is written there answers this message. */
  function replyTo(conversation: string, thread: number | null, quote: Quote): void {
    const place = here({ conversation, thread });
    if (at(place).edit) endEdit(place);
    writeAt(place, { reply: quote });
    focus({ conversation, thread });
  }
  const cancelReply = (spot: Spot): void => writeAt(here(spot), { reply: null });

  /** An own message under the cursor; the draft waits until it is saved or given up. */
  function edit(row: MessageRow): void {
    const { conversation } = row;
    const spots = [row.thread, null, row.seq].map((thread) => ({ conversation, thread }));
    const spot = spots.find((one) => mounted.has(keyOf(here(one)))) ?? {
      conversation,
      thread: null,
    };
    const place = here(spot);
    const { text, reply, edit: other } = at(place);
    const kept = other?.kept ?? { text, reply };
    const about: Edit = { key: row.key, target: row.seq, text: row.text, action: row.action, kept };
    writeAt(place, { text: row.text, reply: null, edit: about });
    focus(spot);
  }
  const cancelEdit = (spot: Spot): void => endEdit(here(spot));

  function endEdit(place: Place, more = ''): void {
    const { edit: about } = at(place);
    if (!about) return;
    const { text, reply } = about.kept;
    writeAt(place, { text: text + more, reply, edit: null });
  }

  /** Answers whether the new text is safe. A message that is still here gets it before it goes. */
  async function saveEdit(spot: Spot, text: string, target: number | null): Promise<boolean> {
    const place = here(spot);
    const { edit: about, text: before } = at(place);
    const { team, conversation } = place;
    if (!about || sending.has(keyOf(place))) return false;
    sending.add(keyOf(place));
    const answer =
      target === null
        ? await callIn(team, 'message.rewrite', { id: about.key, text })
        : await callIn(team, 'message.edit', { conversation, target, text });
    sending.delete(keyOf(place));
    if (answer.ok) endEdit(place, typedSince(before, at(place).text));
    else troubles.set(keyOf(place), answer.error);
    return answer.ok;
  }

  /** Brings a message that could not be sent back under the cursor, before what stands there. */
  function putBack(
    team: string | null,
    conversation: string,
    text: string,
    thread: number | null = null,
  ): void {
    const place = { team, conversation, thread };
    if (at(place).edit) endEdit(place);
    const present = at(place).text;
    writeAt(place, { text: present ? `${text}\n${present}` : text });
    focus(place);
  }

  const focus = (spot?: Spot): void =>
    void (focusWanted.value = { key: spot ? keyOf(here(spot)) : null });
  const focusMeant = (spot: Spot): boolean => {
    const { key } = focusWanted.value;
    return key === null ? spot.thread === null : key === keyOf(here(spot));
  };

  /** A composer stands on screen; the answer takes it away again. */
  function mount(spot: Spot): () => void {
    const key = keyOf(here(spot));
    mounted.add(key);
    return () => mounted.delete(key);
  }

  /** What is being edited, without the drafts behind it, which are on the disk. */
  const edits = (): [key: string, writing: Writing][] =>
    [...writings].flatMap(([key, now]) =>
      now.edit ? [[key, { ...now, edit: { ...now.edit, kept: { text: '', reply: null } } }]] : [],
    );
  /** The same, in another page. */
  function takeEdits(all: [key: string, writing: Writing][]): void {
    for (const [key, writing] of all) writings.set(key, writing);
  }

  /** Another window goes on with what is written there: it is on the disk, and read again when it comes back. */
  async function letGo({ team, conversation }: ConversationLink): Promise<void> {
    const isThere = (key: string): boolean => key.startsWith(`${team} ${conversation} `);
    await drafts.flush(isThere);
    // What could not be kept is nowhere else.
    for (const kept of [writings, restored, early])
      for (const key of kept.keys()) if (isThere(key) && !drafts.waits(key)) kept.delete(key);
  }

  /** The team is gone from this computer, and with it what was being written there. */
  function forgetTeam(team: string): void {
    drafts.forgetTeam(team);
    for (const kept of [writings, troubles, restored, again, early])
      for (const key of kept.keys()) if (key.startsWith(`${team} `)) kept.delete(key);
  }

  return {
    textOf,
    replyOf,
    editOf,
    troubleOf,
    focusWanted,
    focusMeant,
    restore,
    write,
    complain,
    flush,
    send,
    replyTo,
    cancelReply,
    edit,
    cancelEdit,
    saveEdit,
    isRestored,
    putBack,
    focus,
    mount,
    edits,
    takeEdits,
    letGo,
    forgetTeam,
  };
});

/** Makes a message of what is written, or does what it says; null when there is nothing to do. */
type Make = (now: Writing) => Promise<Outgoing | null>;

/** What has been added since, or, where it was all written anew, everything. */
const typedSince = (before: string, now: string): string =>
  now.startsWith(before) ? now.slice(before.length) : now;

/** White space around a message says nothing; indentation of its first line does. */
export const tidy = (text: string): string => text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();

/** Why a text cannot be sent, or null. `empty` needs no words, the rest does. */
export function check(text: string): 'empty' | 'tooLong' | 'unsendable' | null {
  if (byteLength(text) > limits.textBytes) return 'tooLong';
  const checked = MessageText.safeParse(text);
  if (checked.success) return null;
  return checked.error.issues.some((issue) => issue.message === 'empty') ? 'empty' : 'unsendable';
}
