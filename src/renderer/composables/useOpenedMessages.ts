// Links to messages and conversations that were opened outside, or pressed in a text: the team is shown first.
import { until } from '@vueuse/core';
import { watch } from 'vue';
import type { OpenedLink } from '../../shared/rows.ts';
import { on } from '../api.ts';
import { useConversations } from '../stores/conversations.ts';
import { useSession } from '../stores/session.ts';
import { useTextLinks } from '../stores/textLinks.ts';
import { formatMessageLink } from '../rules.ts';
import { useUi } from '../stores/ui.ts';
import { useWindows } from '../stores/windows.ts';
import { useJump } from './useJump.ts';

export function useOpenedMessages() {
  const session = useSession();
  const conversations = useConversations();
  const jump = useJump();
  const ui = useUi();
  const windows = useWindows();

  /** Goes there; an invite is somebody else's business. */
  async function opened(link: OpenedLink): Promise<void> {
    if (link.kind === 'invite') return;
    if (!session.teams.some(({ id }) => id === link.team)) {
      session.notify({ code: 'NOT_FOUND', message: link.team, field: 'team' });
      return;
    }
    session.show(link.team);
    await until(() => conversations.status).not.toBe('loading');
    if (session.shown !== link.team) return;
    if (link.kind === 'message') await jump.to(link.conversation, link.seq);
    if (link.kind === 'requests') ui.show('requests');
    if (link.kind !== 'conversation') return;
    if (conversations.rows.has(link.conversation)) conversations.show(link.conversation);
    else session.notify({ code: 'NOT_FOUND', message: 'opened', field: 'conversation' });
  }
  /** Every window hears of it; it is for the one that shows the conversation. */
  on('opened', (link) => {
    if (link.kind === 'conversation' || link.kind === 'message') {
      if (!windows.isElsewhere(link.conversation, link.team)) void opened(link);
    } else if (!windows.own) void opened(link);
  });
  const links = useTextLinks();
  watch(
    () => links.message,
    (link) => {
      if (!link) return;
      if (windows.isElsewhere(link.conversation, link.team))
        windows.follow(formatMessageLink(link));
      else void opened(link);
    },
  );

  return { opened };
}
