// Completes @names while writing: which part of a name stands before the cursor, who could be
// meant, and putting the choice in.
import { computed, nextTick, ref, type Ref } from 'vue';
import type { PersonRow } from '../../shared/rows.ts';
import { nameKey } from '../rules.ts';
import { usePeople } from '../stores/people.ts';
import { useSession } from '../stores/session.ts';

const most = 6;
/** A name may hold a space, but a sentence after an @ is no name. */
const begun = /(?:^|[^\w@.])@([^\n@]{0,40})$/u;

export function useMentionPick(
  area: Ref<HTMLTextAreaElement | null>,
  text: Ref<string>,
  members: () => readonly string[],
) {
  const people = usePeople();
  const session = useSession();
  const typed = ref<string | null>(null);
  const active = ref(0);

  const matches = computed<PersonRow[]>(() => {
    if (typed.value === null) return [];
    const wanted = nameKey(typed.value);
    return members()
      .flatMap((id) => people.byId.get(id) ?? [])
      .filter((person) => person.active)
      .filter(({ id, name }) => id !== session.me && startsWord(nameKey(name), wanted))
      .slice(0, most);
  });
  const open = computed(() => matches.value.length > 0);
  const activeId = computed(() => (open.value ? `mention-${active.value}` : undefined));

  function update(): void {
    const before = text.value.slice(0, area.value?.selectionStart ?? 0);
    const found = begun.exec(before)?.[1] ?? null;
    if (found !== typed.value) active.value = 0;
    typed.value = found;
  }

  function close(): void {
    typed.value = null;
  }

  async function pick(person: PersonRow): Promise<void> {
    const box = area.value;
    if (!box || typed.value === null) return;
    const caret = box.selectionStart;
    const start = caret - typed.value.length;
    const put = `${person.name} `;
    text.value = text.value.slice(0, start) + put + text.value.slice(caret);
    close();
    await nextTick();
    box.focus();
    box.setSelectionRange(start + put.length, start + put.length);
  }

  /** The @ button: writes the sign and offers everybody. */
  async function begin(): Promise<void> {
    const box = area.value;
    if (!box) return;
    const caret = box.selectionStart;
    const before = text.value.slice(0, caret);
    const sign = before === '' || /\s$/u.test(before) ? '@' : ' @';
    text.value = before + sign + text.value.slice(box.selectionEnd);
    await nextTick();
    box.focus();
    box.setSelectionRange(caret + sign.length, caret + sign.length);
    update();
  }

  /** Answers whether the key was meant for the list. */
  function keydown(event: KeyboardEvent): boolean {
    if (!open.value) return false;
    const count = matches.value.length;
    const chosen = matches.value[active.value];
    if (event.key === 'ArrowDown') active.value = (active.value + 1) % count;
    else if (event.key === 'ArrowUp') active.value = (active.value + count - 1) % count;
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) void pick(chosen);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    return true;
  }

  return { open, matches, active, activeId, update, close, pick, begin, keydown };
}

const startsWord = (name: string, wanted: string): boolean =>
  name.startsWith(wanted) || name.includes(` ${wanted}`);
