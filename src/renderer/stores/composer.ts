// What is being written in each conversation. A text leaves the composer only when the core says
// that it is safe in the outbox (delivery rule 1), and what is typed meanwhile stays.
import { defineStore } from 'pinia';
import { computed, ref, shallowReactive } from 'vue';
import type { Failure } from '../../shared/errors.ts';
import { call } from '../api.ts';
import { byteLength, limits, MessageText } from '../rules.ts';

const saveAfterMs = 250;

export const useComposer = defineStore('composer', () => {
  const texts = shallowReactive(new Map<string, string>());
  const failures = shallowReactive(new Map<string, Failure>());
  const sending = shallowReactive(new Set<string>());
  const again = new Set<string>();
  const restored = new Set<string>();
  const unsaved = new Map<string, ReturnType<typeof setTimeout>>();
  /** Raised when the composer should take the keyboard. */
  const focusWanted = ref(0);

  const textOf = (id: string): string => texts.get(id) ?? '';

  /** The draft from disk, once; what has been typed before it came stands after it. */
  function restore(id: string, draft: string): void {
    if (restored.has(id)) return;
    restored.add(id);
    texts.set(id, draft + textOf(id));
  }

  function write(id: string, text: string): void {
    texts.set(id, text);
    failures.delete(id);
    clearTimeout(unsaved.get(id));
    unsaved.set(
      id,
      setTimeout(() => void save(id), saveAfterMs),
    );
  }

  async function save(id: string): Promise<void> {
    clearTimeout(unsaved.get(id));
    if (!unsaved.delete(id)) return;
    await call('draft.set', { conversation: id, text: textOf(id) });
  }

  /** Everything to disk now: the window goes away or another conversation comes. */
  const flush = () => Promise.all([...unsaved.keys()].map(save));

  async function send(id: string): Promise<void> {
    const written = textOf(id);
    const text = tidy(written);
    if (check(text) !== null) return;
    if (sending.has(id)) {
      // Enter again before the answer: what has been added meanwhile goes next.
      again.add(id);
      return;
    }
    sending.add(id);
    const answer = await call('message.send', { conversation: id, text });
    sending.delete(id);
    if (!answer.ok) {
      again.delete(id);
      failures.set(id, answer.error);
      return;
    }
    write(id, textOf(id).startsWith(written) ? textOf(id).slice(written.length) : textOf(id));
    await save(id);
    if (again.delete(id)) await send(id);
  }

  /** Brings a message that could not be sent back under the cursor, before what stands there. */
  function putBack(id: string, text: string): void {
    const present = textOf(id);
    write(id, present ? `${text}\n${present}` : text);
    focus();
  }

  const focus = () => focusWanted.value++;
  const isSending = computed(() => (id: string) => sending.has(id));

  function clear(): void {
    for (const timer of unsaved.values()) clearTimeout(timer);
    unsaved.clear();
    restored.clear();
    texts.clear();
    failures.clear();
  }

  return {
    textOf,
    failures,
    isSending,
    focusWanted,
    restore,
    write,
    flush,
    send,
    putBack,
    focus,
    clear,
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
