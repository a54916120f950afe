// Links to messages that were opened outside, or pressed in a text: the team is shown first, then the message.
import { until } from '@vueuse/core';
import { watch } from 'vue';
import type { OpenedLink } from '../../shared/rows.ts';
import { on } from '../api.ts';
import { useConversations } from '../stores/conversations.ts';
import { useSession } from '../stores/session.ts';
import { useTextLinks } from '../stores/textLinks.ts';
import { useJump } from './useJump.ts';

export function useOpenedMessages() {
  const session = useSession();
  const conversations = useConversations();
  const jump = useJump();

  /** Goes there; an invite is somebody else's business. */
  async function opened(link: OpenedLink): Promise<void> {
    if (link.kind !== 'message') return;
    if (!session.teams.some(({ id }) => id === link.team)) {
      session.notify({ code: 'NOT_FOUND', message: link.team, field: 'team' });
      return;
    }
    session.show(link.team);
    await until(() => conversations.status).not.toBe('loading');
    if (session.shown === link.team) await jump.to(link.conversation, link.seq);
  }
  on('opened', (link) => void opened(link));
  const links = useTextLinks();
  watch(
    () => links.message,
    (link) => link && void opened(link),
  );

  return { opened };
}
