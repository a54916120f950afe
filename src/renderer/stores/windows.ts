// Which window this is, and which conversations have one of their own. A conversation is shown in one
// window only; where that is another one, this window sends the person there.
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { ConversationLink } from '../../shared/messageLink.ts';
import { call, on, shownTeam } from '../api.ts';
import { formatConversationLink, formatMessageLink } from '../rules.ts';

export const useWindows = defineStore('windows', () => {
  /** The conversation whose own window this is; null: the main window. */
  const own = ownOf(window.location.search);
  const open = shallowRef<readonly ConversationLink[]>([]);
  on('windows', take);

  function take(list: readonly ConversationLink[]): void {
    open.value = list;
  }

  const is = (one: ConversationLink, team: string | null, conversation: string): boolean =>
    one.team === team && one.conversation === conversation;

  /** Whether a conversation, of the team shown unless said otherwise, is shown in another window than this. */
  function isElsewhere(conversation: string | null, team: string | null = shownTeam()): boolean {
    if (conversation === null) return false;
    if (own) return !is(own, team, conversation);
    return open.value.some((one) => is(one, team, conversation));
  }

  /** To a conversation, or to a message of it, in the window it is shown in. */
  function goTo(conversation: string, seq: number | null = null): void {
    const place = { team: shownTeam() ?? '', conversation };
    follow(seq === null ? formatConversationLink(place) : formatMessageLink({ ...place, seq }));
  }
  const follow = (link: string): void => void call('link.open', { text: link });

  return { own, open, take, isElsewhere, goTo, follow };
});

function ownOf(search: string): ConversationLink | null {
  const query = new URLSearchParams(search);
  const [team, conversation] = [query.get('team'), query.get('conversation')];
  return team !== null && conversation !== null ? { team, conversation } : null;
}
