// The people, channels, emoji and commands that the letters before the cursor may mean.
import { shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ConversationRow, PersonRow } from '../../shared/rows.ts';
import { type Asked, type Choice, namesIt } from '../composer/choices.ts';
import { onlyInChannels, type SlashName, slashNames } from '../composer/slash.ts';
import { emojiBook, type EmojiBook } from '../emoji/book.ts';
import { findEmoji, toned } from '../emoji/find.ts';
import { useConversations } from '../stores/conversations.ts';
import { useLiked } from '../stores/liked.ts';
import { usePeople } from '../stores/people.ts';
import { useSession } from '../stores/session.ts';
import { rank } from '../text/rank.ts';

const most = 8;

export function useChoices(conversation: () => ConversationRow) {
  const { t, te, locale } = useI18n();
  const people = usePeople();
  const session = useSession();
  const conversations = useConversations();
  const liked = useLiked();
  const book = shallowRef<EmojiBook | null>(null);

  function findPeople(query: string, text: string): Choice[] {
    const { members, kind } = conversation();
    // Whoever is invited is not in it yet.
    const inviting = /^\/invite\s/iu.test(text);
    const named = people.active
      .filter(({ id }) => id !== session.me && members.includes(id) !== inviting)
      .filter(({ name }) => namesIt(name, query))
      .slice(0, most);
    const everybody = inviting || kind === 'direct' ? [] : groups(query);
    return [...named.map(personChoice), ...everybody].slice(0, most);
  }

  const personChoice = (person: PersonRow): Choice => ({
    key: person.id,
    put: `@${person.name} `,
    label: person.name,
    person,
  });

  const groups = (query: string): Choice[] =>
    (['channel', 'here'] as const)
      .filter((name) => namesIt(name, query))
      .map((name) => ({
        key: name,
        put: `@${name} `,
        label: `@${name}`,
        note: t(`composer.${name}`),
        sign: '📣',
      }));

  function channels(query: string): Choice[] {
    const known = conversations.all.filter((one) => one.kind === 'channel' && !one.archived);
    return rank(known, query, ({ name }) => name)
      .slice(0, most)
      .map(({ id, name, topic }) => ({
        key: id,
        put: `#${name} `,
        label: name,
        note: topic,
        sign: '#',
      }));
  }

  function emoji(query: string): Choice[] {
    if (!book.value) {
      // The list opens by itself when the names are there.
      void emojiBook(locale.value).then((loaded) => (book.value = loaded));
      return [];
    }
    return findEmoji(book.value, query, most).map((row) => ({
      key: row.emoji,
      put: `${toned(row, liked.tone)} `,
      label: row.shorts[0] ? `:${row.shorts[0]}:` : row.label,
      note: row.label,
      sign: toned(row, liked.tone),
    }));
  }

  function commands(query: string): Choice[] {
    return slashNames
      .filter((name) => name.startsWith(query.toLowerCase()))
      .filter((name) => conversation().kind === 'channel' || !onlyInChannels.has(name))
      .map((name) => ({
        key: name,
        put: `/${name} `,
        label: `/${name} ${argsOf(name)}`.trim(),
        note: t(`slash.${name}.help`),
        sign: '/',
      }));
  }

  /** What comes behind it; not every command takes something. */
  const argsOf = (name: SlashName): string =>
    te(`slash.${name}.args`, 'en') ? t(`slash.${name}.args`) : '';

  const finders = { people: findPeople, channels, emoji, commands };
  /** `text`: everything that is written. */
  const find = (asked: Asked, text: string): Choice[] => finders[asked.kind](asked.query, text);

  return { find };
}
