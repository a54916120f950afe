// A message as it is read aloud: author, text, time, and what has happened to it.
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { MessageRow } from '../../shared/timelineRows.ts';
import { usePeople } from '../stores/people.ts';
import { plainText } from '../../shared/text/plain.ts';
import { useTimes } from './useTimes.ts';

export function useMessageLabel(row: () => MessageRow) {
  const { t } = useI18n();
  const people = usePeople();
  const { time } = useTimes();

  function text({ deletedBy, text: said, forwarded }: MessageRow): string {
    if (deletedBy !== null) return t('message.deleted');
    const words = plainText(said);
    if (!forwarded) return words;
    return [
      words,
      t('message.forwarded'),
      people.nameOf(forwarded.author),
      plainText(forwarded.text),
    ]
      .filter(Boolean)
      .join(', ');
  }

  return computed(() => {
    const message = row();
    const author = people.nameOf(message.author);
    const parts = [t('timeline.row', { author, text: text(message), time: time(message.at) })];
    if (message.deletedBy === null) {
      if (message.editedAt !== null) parts.push(t('timeline.isEdited'));
      if (message.pinned) parts.push(t('timeline.isPinned'));
      if (message.saved) parts.push(t('timeline.isSaved'));
      for (const { emoji, count } of message.reactions.slice(0, 3)) parts.push(`${count} ${emoji}`);
    }
    const { replies } = message;
    if (replies) parts.push(t('message.replies', { n: replies.replies }, replies.replies));
    return parts.join(', ');
  });
}
