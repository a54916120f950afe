// What can be pressed in the text of messages: people, channels, and links that act in this window.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { OpenedLink } from '../../shared/rows.ts';
import { nameKey } from '../rules.ts';
import type { Target } from '../../shared/text/links.ts';
import type { ChannelNames } from '../text/segments.ts';
import { useConversations } from './conversations.ts';
import { useJoining } from './joining.ts';
import { useUi } from './ui.ts';
import { useWindows } from './windows.ts';

export const useTextLinks = defineStore('textLinks', () => {
  const conversations = useConversations();
  const joining = useJoining();
  const ui = useUi();
  const windows = useWindows();
  /** A link to a message that was pressed; whoever can go there does. A new object each time. */
  const message = shallowRef<Extract<OpenedLink, { kind: 'message' }> | null>(null);

  // Counts and times change often and must not have every message read its text again.
  const spelling = computed(() =>
    conversations.all
      .filter(({ kind }) => kind === 'channel')
      .map(({ id, name }) => `${id} ${name}`)
      .join('\n'),
  );
  /** Of the channels this person is in; others stay text. */
  const channelOf = computed<ChannelNames>(() => {
    const lines = spelling.value === '' ? [] : spelling.value.split('\n');
    const ids = new Map(
      lines.map((line) => {
        const space = line.indexOf(' ');
        return [nameKey(line.slice(space + 1)), line.slice(0, space)];
      }),
    );
    return (key) => ids.get(key);
  });

  function follow(target: Target): void {
    if (target.kind === 'invite' && windows.own) windows.follow(target.href);
    else if (target.kind === 'invite') joining.opened({ kind: 'invite', text: target.href });
    else if (target.kind === 'message') message.value = { kind: 'message', ...target.link };
  }

  const person = (id: string): void => ui.show('person', id);
  const channel = (id: string): void => conversations.show(id);

  return { message, channelOf, follow, person, channel };
});
