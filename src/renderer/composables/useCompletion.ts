// The list over the field: opened by what stands before the cursor, moved through by the keyboard,
// which stays in the field.
import { computed, nextTick, type Ref, ref, shallowRef } from 'vue';
import { askedBy, type Asked, type Choice } from '../composer/choices.ts';
import { put } from '../composer/field.ts';

export function useCompletion(
  area: Ref<HTMLTextAreaElement | null>,
  find: (asked: Asked, text: string) => Choice[],
) {
  const asked = shallowRef<Asked | null>(null);
  const text = ref('');
  const active = ref(0);
  const choices = computed(() => (asked.value ? find(asked.value, text.value) : []));
  const open = computed(() => choices.value.length > 0);

  /** After every change and every move of the cursor. */
  function update(): void {
    const box = area.value;
    if (!box || box.selectionStart !== box.selectionEnd) return close();
    const now = askedBy(box.value.slice(0, box.selectionStart));
    if (now?.query !== asked.value?.query || now?.start !== asked.value?.start) active.value = 0;
    text.value = box.value;
    asked.value = now;
  }

  function close(): void {
    asked.value = null;
  }

  function pick(choice: Choice): void {
    const box = area.value;
    if (!box || !asked.value) return;
    const { start } = asked.value;
    close();
    // A space that stands there already is not doubled.
    const end = box.selectionStart;
    put(box, start, end, box.value[end] === ' ' ? choice.put.trimEnd() : choice.put);
  }

  /** The button of a kind: writes its sign and offers everything. */
  async function begin(sign: '@' | '#'): Promise<void> {
    const box = area.value;
    if (!box) return;
    const { selectionStart, selectionEnd, value } = box;
    const apart = selectionStart === 0 || /\s$/u.test(value.slice(0, selectionStart));
    put(box, selectionStart, selectionEnd, apart ? sign : ` ${sign}`);
    await nextTick();
    update();
  }

  /** Answers whether the key was meant for the list. */
  function keydown(event: KeyboardEvent): boolean {
    if (!open.value || event.altKey || event.ctrlKey || event.metaKey) return false;
    const count = choices.value.length;
    const chosen = choices.value[active.value];
    if (event.key === 'ArrowDown') active.value = (active.value + 1) % count;
    else if (event.key === 'ArrowUp') active.value = (active.value + count - 1) % count;
    else if (event.key === 'Escape') close();
    else if (chosen && !event.shiftKey && (event.key === 'Enter' || event.key === 'Tab')) {
      // What is written out already needs no completing: Enter sends it.
      if (event.key === 'Enter' && isWhole(chosen)) return false;
      pick(chosen);
    } else return false;
    event.preventDefault();
    return true;
  }

  function isWhole(choice: Choice): boolean {
    const box = area.value;
    if (!box || !asked.value) return false;
    return box.value.slice(asked.value.start, box.selectionStart) === choice.put.trimEnd();
  }

  return { open, choices, active, update, close, pick, begin, keydown };
}
