// What is being written in each conversation of each team. A text leaves the composer only when the
// core says that it is safe in the outbox (delivery rule 1), and what is typed meanwhile stays. What
// was begun in a team goes on there, whichever is shown by then.
import { defineStore } from 'pinia';
import { ref, shallowReactive } from 'vue';
import type { Failure } from '../../shared/errors.ts';
import { callIn, shownTeam } from '../api.ts';
import { byteLength, limits, MessageText } from '../rules.ts';

const saveAfterMs = 250;

type Place = { team: string | null; conversation: string };
const keyOf = ({ team, conversation }: Place): string => `${team ?? ''} ${conversation}`;

export const useComposer = defineStore('composer', () => {
  const texts = shallowReactive(new Map<string, string>());
  const failures = shallowReactive(new Map<string, Failure>());
  const sending = new Set<string>();
  const again = new Set<string>();
  const restored = new Set<string>();
  const unsaved = new Map<string, { place: Place; timer: ReturnType<typeof setTimeout> }>();
  /** Raised when the composer should take the keyboard. */
  const focusWanted = ref(0);

  const here = (conversation: string): Place => ({ team: shownTeam(), conversation });
  const textAt = (place: Place): string => texts.get(keyOf(place)) ?? '';

  const textOf = (id: string): string => textAt(here(id));
  const failureOf = (id: string): Failure | undefined => failures.get(keyOf(here(id)));
  const write = (id: string, text: string): void => writeAt(here(id), text);
  const send = (id: string): Promise<void> => sendAt(here(id));

  /** The draft from disk, once; what has been typed before it came stands after it. */
  function restore(id: string, draft: string): void {
    const key = keyOf(here(id));
    if (restored.has(key)) return;
    restored.add(key);
    texts.set(key, draft + textOf(id));
  }

  function writeAt(place: Place, text: string): void {
    const key = keyOf(place);
    texts.set(key, text);
    failures.delete(key);
    clearTimeout(unsaved.get(key)?.timer);
    unsaved.set(key, { place, timer: setTimeout(() => void save(key), saveAfterMs) });
  }

  async function save(key: string): Promise<void> {
    const entry = unsaved.get(key);
    if (!entry) return;
    unsaved.delete(key);
    clearTimeout(entry.timer);
    const { team, conversation } = entry.place;
    await callIn(team, 'draft.set', { conversation, text: textAt(entry.place) });
  }

  /** Everything to disk now: the window goes away, or another conversation or team comes. */
  const flush = () => Promise.all([...unsaved.keys()].map(save));

  async function sendAt(place: Place): Promise<void> {
    const { team, conversation } = place;
    const key = keyOf(place);
    const written = textAt(place);
    const text = tidy(written);
    if (check(text) !== null) return;
    if (sending.has(key)) {
      // Enter again before the answer: what has been added meanwhile goes next.
      again.add(key);
      return;
    }
    sending.add(key);
    const answer = await callIn(team, 'message.send', { conversation, text });
    sending.delete(key);
    if (!answer.ok) {
      again.delete(key);
      failures.set(key, answer.error);
      return;
    }
    const now = textAt(place);
    writeAt(place, now.startsWith(written) ? now.slice(written.length) : now);
    await save(key);
    if (again.delete(key)) await sendAt(place);
  }

  /** Brings a message that could not be sent back under the cursor, before what stands there. */
  function putBack(team: string | null, conversation: string, text: string): void {
    const place = { team, conversation };
    const present = textAt(place);
    writeAt(place, present ? `${text}\n${present}` : text);
    focus();
  }

  const focus = () => focusWanted.value++;

  /** The team is gone from this computer, and with it what was being written there. */
  function forgetTeam(team: string): void {
    for (const [key, { place, timer }] of unsaved) {
      if (place.team !== team) continue;
      clearTimeout(timer);
      unsaved.delete(key);
    }
    for (const kept of [texts, failures, restored, again])
      for (const key of kept.keys()) if (key.startsWith(`${team} `)) kept.delete(key);
  }

  return {
    textOf,
    failureOf,
    focusWanted,
    restore,
    write,
    flush,
    send,
    putBack,
    focus,
    forgetTeam,
  };
});

/** White space around a message says nothing; indentation of its first line does. */
export const tidy = (text: string): string => text.replace(/^(?:[^\S\n]*\n)+/u, '').trimEnd();

/** Why a text cannot be sent, or null. `empty` needs no words, the rest does. */
export function check(text: string): 'empty' | 'tooLong' | 'unsendable' | null {
  if (byteLength(text) > limits.textBytes) return 'tooLong';
  const checked = MessageText.safeParse(text);
  if (checked.success) return null;
  return checked.error.issues.some((issue) => issue.message === 'empty') ? 'empty' : 'unsendable';
}
