// From what is written to what goes: short names become emoji, commands are done, and a message takes
// along what it answers and what was ticked.
import { computed, type Ref, ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ConversationRow } from '../../shared/rows.ts';
import { callIn, shownTeam } from '../api.ts';
import { readSlash } from '../composer/slash.ts';
import { emojiBook } from '../emoji/book.ts';
import { hasShort, withEmoji } from '../emoji/find.ts';
import { check, tidy, useComposer } from '../stores/composer.ts';
import { useLiked } from '../stores/liked.ts';
import { useThread } from '../stores/thread.ts';
import { useTimeline } from '../stores/timeline.ts';
import type { Outgoing, Spot, Writing } from '../stores/writing.ts';
import { useSlash } from './useSlash.ts';

export function useSending(conversation: () => ConversationRow, spot: Ref<Spot>) {
  const { locale } = useI18n();
  const composer = useComposer();
  const timeline = useTimeline();
  const threads = useThread();
  const liked = useLiked();
  const slash = useSlash(conversation);
  /** Everybody is asked to confirm it. */
  const acknowledge = ref(false);
  /** Of a thread, and for the conversation as well. */
  const broadcast = ref(false);
  const place = computed(() => `${spot.value.conversation} ${spot.value.thread}`);
  watch(place, untick);

  function untick(): void {
    acknowledge.value = false;
    broadcast.value = false;
  }

  async function send(): Promise<boolean> {
    const gone = await composer.send(spot.value, make);
    if (gone) untick();
    return gone;
  }

  async function make({ text: written, reply }: Writing): Promise<Outgoing | null> {
    const text = tidy(written);
    if (check(text) !== null) return null;
    const read = readSlash(text);
    if (read.kind === 'unknown') return unknown(read.name);
    const said =
      read.kind === 'command'
        ? await slash.run(read.name, await inEmoji(read.args))
        : plain(read.text);
    if (said.kind !== 'message') return said;
    const parts = {
      ...said.parts,
      ...(reply && { reply: reply.seq }),
      ...(acknowledge.value && { acknowledge: true as const }),
      ...(broadcast.value && spot.value.thread !== null && { broadcast: true as const }),
    };
    return sized(await inEmoji(said.text), parts);
  }

  const plain = (text: string): Outgoing => ({ kind: 'message', text, parts: {} });
  const unknown = (name: string): Outgoing => ({
    kind: 'trouble',
    trouble: { say: 'slash.unknown', with: { name: name.slice(0, 40) } },
  });

  /** An emoji may take more bytes than its name. */
  const sized = (text: string, parts: Extract<Outgoing, { kind: 'message' }>['parts']): Outgoing =>
    check(text) === 'tooLong'
      ? { kind: 'trouble', trouble: { code: 'TOO_LARGE', message: 'with its emoji' } }
      : { kind: 'message', text, parts };

  async function inEmoji(text: string): Promise<string> {
    if (!hasShort(text)) return text;
    // Without the names the text goes as it is.
    const book = await emojiBook(locale.value).catch(() => null);
    return book ? withEmoji(text, book, liked.tone) : text;
  }

  /** The same, kept by the server until then. Answers whether it is safe. */
  async function schedule(at: number): Promise<boolean> {
    const team = shownTeam();
    const { conversation: id, thread } = spot.value;
    return composer.send(spot.value, async ({ text: written, reply }) => {
      const read = readSlash(tidy(written));
      if (read.kind !== 'text') return { kind: 'trouble', trouble: { say: 'slash.notLater' } };
      if (check(read.text) !== null) return null;
      const answer = await callIn(team, 'message.schedule', {
        conversation: id,
        text: await inEmoji(read.text),
        at,
        ...(reply && { reply: reply.seq }),
        ...(thread !== null && { thread }),
      });
      return answer.ok ? { kind: 'done' } : { kind: 'trouble', trouble: answer.error };
    });
  }

  /** The new text of an own message. Answers whether it is safe. */
  async function saveEdit(): Promise<boolean> {
    const about = composer.editOf(spot.value);
    const text = tidy(composer.textOf(spot.value));
    if (!about) return false;
    if (check(text) === 'empty') {
      composer.complain(spot.value, { say: 'composer.emptyEdit' });
      return false;
    }
    if (check(text) !== null) return false;
    if (text === about.text) {
      composer.cancelEdit(spot.value);
      return true;
    }
    const written = await inEmoji(text);
    return composer.saveEdit(spot.value, written, about.target ?? seqOf(about.key));
  }

  /** It may have reached the server since the edit began. */
  const seqOf = (key: string): number | null =>
    [...timeline.rows, ...threads.rows].find((row) => row.key === key)?.seq ?? null;

  return { send, schedule, saveEdit, acknowledge, broadcast };
}
