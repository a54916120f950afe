// Goes to a message, wherever it is: another conversation, far up in the history, inside a thread.
import { useSession } from '../stores/session.ts';
import { useConversations } from '../stores/conversations.ts';
import { useThread } from '../stores/thread.ts';
import { useTimeline } from '../stores/timeline.ts';
import { useUi } from '../stores/ui.ts';
import { useWindows } from '../stores/windows.ts';
import { useWidths } from './useWidths.ts';

export function useJump() {
  const conversations = useConversations();
  const timeline = useTimeline();
  const session = useSession();
  const threads = useThread();
  const ui = useUi();
  const windows = useWindows();
  const { tight } = useWidths();

  /**
   * Opens the conversation at the message, marks it for a moment and gives it the focus; a reply that stands only in
   * its thread is shown there. `thread`, where it is known, says so beforehand. Answers whether the message was there;
   * where not, the person has been told, unless they have gone elsewhere.
   */
  async function to(
    conversation: string,
    seq: number,
    thread: number | null = null,
  ): Promise<boolean> {
    if (!conversations.rows.has(conversation)) {
      session.notify({ code: 'NOT_FOUND', message: conversation, field: 'conversation' });
      return false;
    }
    if (windows.isElsewhere(conversation)) {
      windows.goTo(conversation, seq);
      return true;
    }
    const arrived = timeline.goTo(conversation, thread ?? seq, thread !== null);
    if (conversations.current !== conversation) conversations.show(conversation);
    const found = await arrived;
    if (found === null) return false;
    if (!found.ok) {
      session.notify({ ...found.error, field: found.error.field ?? 'message' });
      return false;
    }
    const root = thread ?? found.value.thread;
    if (root === null) return true;
    threads.aim({ conversation, thread: root, seq });
    ui.showThread(conversation, root, tight.value);
    return true;
  }

  return { to };
}
