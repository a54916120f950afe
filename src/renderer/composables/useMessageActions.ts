// What can be done with one message, and what of it makes sense here and is allowed. The core shows
// each deed at once and keeps it until the server has it; what cannot even wait is said in words.
import { computed } from 'vue';
import type { MessageRow } from '../../shared/timelineRows.ts';
import type { Outcome } from '../../shared/errors.ts';
import { call, shownTeam } from '../api.ts';
import { formatMessageLink } from '../rules.ts';
import { useAboutMessage } from '../stores/aboutMessage.ts';
import { useComposer } from '../stores/composer.ts';
import { useConversations } from '../stores/conversations.ts';
import { useSeen } from '../stores/seen.ts';
import { useSession } from '../stores/session.ts';
import { useTimeline } from '../stores/timeline.ts';
import { useUi } from '../stores/ui.ts';
import { usePeople } from '../stores/people.ts';
import { useWidths } from './useWidths.ts';

const quoteLength = 200;

/** `inThread`: the row stands in the panel of this thread. */
export function useMessageActions(
  row: () => MessageRow,
  inThread: () => number | null = () => null,
) {
  const conversations = useConversations();
  const timeline = useTimeline();
  const composer = useComposer();
  const session = useSession();
  const people = usePeople();
  const about = useAboutMessage();
  const seen = useSeen();
  const ui = useUi();
  const { tight } = useWidths();

  const may = computed(() => {
    const message = row();
    const conversation = conversations.rows.get(message.conversation);
    const role = people.byId.get(session.me)?.role;
    const mine = message.author === session.me;
    const there = message.seq !== null && message.deletedBy === null;
    const open = conversation !== undefined && !conversation.archived;
    const writes = inThread() !== null || conversation?.mayPost === true;
    const rules = role === 'owner' || role === 'admin';
    const unsent = message.seq === null && message.state === 'waiting';
    return {
      react: there && open,
      reply: there && open && writes,
      // What is archived can be read.
      thread:
        inThread() === null &&
        ((there && open) || message.replies !== null || message.thread !== null),
      edit: mine && open && (there || unsent),
      copyText: message.deletedBy === null && message.text !== '',
      copyLink: message.seq !== null,
      save: there || message.saved,
      pin: there && open && (conversation.posting === 'everyone' || conversation.mayPost),
      forward: there,
      markUnread: message.seq !== null && inThread() === null,
      seen: there && seen.of(message) !== null,
      versions: there && message.editedAt !== null,
      acknowledge: there && open && !mine && message.acknowledge?.mine === false,
      remove: there && open && (mine || rules),
      takeBack: mine && unsent,
    };
  });

  /** The way to name the message to the server. */
  const aim = (): { conversation: string; target: number } => {
    const { conversation, seq } = row();
    return { conversation, target: seq ?? 0 };
  };
  async function tell(answer: Promise<Outcome<unknown>>): Promise<boolean> {
    const outcome = await answer;
    if (!outcome.ok) session.notify(outcome.error);
    return outcome.ok;
  }

  /** Adds one's reaction, or takes it back where it is there. */
  function react(emoji: string): Promise<boolean> {
    const on = !row().reactions.some((one) => one.emoji === emoji && one.mine);
    return tell(call('reaction.set', { ...aim(), emoji, on }));
  }

  /** The composer answers this message from now on. */
  function reply(): void {
    const { conversation, seq, author, text } = row();
    const quote = {
      seq: seq ?? 0,
      author,
      text: text.slice(0, quoteLength),
      state: 'shown',
    } as const;
    composer.replyTo(conversation, inThread(), quote);
  }

  /** Shows the thread that it began, that it stands in, or that it may begin. */
  function thread(): void {
    const { conversation, seq, thread: root } = row();
    ui.showThread(conversation, root ?? seq ?? 0, tight.value);
    composer.focus({ conversation, thread: root ?? seq ?? 0 });
  }

  const edit = (): void => composer.edit(row());
  /** Asks first. */
  const remove = (): void => about.show('deleteMessage', row());
  /** It has not left this computer, so nobody needs to be asked. */
  async function takeBack(): Promise<void> {
    const team = shownTeam();
    const { conversation, thread, key } = row();
    const answer = await call('message.discard', { id: key });
    if (!answer.ok) {
      if (answer.error.code === 'NOT_FOUND') session.say({ text: 'message.onItsWay' });
      else session.notify(answer.error);
      return;
    }
    const { text } = answer.value;
    const undo = () => composer.putBack(team, conversation, text, thread);
    session.say({ text: 'message.takenBack', ...(text !== '' && { undo }) });
  }
  const pin = () => tell(call('pin.set', { ...aim(), on: !row().pinned }));
  const save = () => tell(call('saved.set', { ...aim(), on: !row().saved }));
  const acknowledge = () => tell(call('message.acknowledge', aim()));
  const forward = (): void => about.show('forward', row());
  const versions = (): void => about.show('versions', row());
  const whoSaw = (): void => about.show('seen', row());
  const whoAcknowledged = (): void => about.show('acknowledged', row());

  const copyText = (): Promise<void> => copy(row().text, 'message.copiedText');
  async function copy(text: string, said: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      session.say({ text: said });
    } catch {
      // Without the permission the text stays selectable where it stands.
    }
  }
  function copyLink(): Promise<void> {
    const { conversation, seq } = row();
    const link = formatMessageLink({ team: shownTeam() ?? '', conversation, seq: seq ?? 0 });
    return copy(link, 'message.copiedLink');
  }

  /** From here on it is new again, here and on the person's other computers. */
  async function markUnread(): Promise<void> {
    const { conversation, seq } = row();
    if (seq === null) return;
    timeline.keepUnread(seq);
    await tell(call('preference.set', { conversation, unreadFrom: seq }));
  }

  return {
    may,
    react,
    reply,
    thread,
    edit,
    remove,
    takeBack,
    pin,
    save,
    acknowledge,
    forward,
    versions,
    whoSaw,
    whoAcknowledged,
    copyText,
    copyLink,
    markUnread,
  };
}
export type MessageActions = ReturnType<typeof useMessageActions>;
