// What can be done with a conversation as a whole; the menu in the sidebar and its settings both use it.
import type { CallInput } from '../../shared/api.ts';
import type { Failure } from '../../shared/errors.ts';
import type { ConversationRow } from '../../shared/rows.ts';
import { call, shownTeam } from '../api.ts';
import { useComposer } from '../stores/composer.ts';
import { useSession } from '../stores/session.ts';
import { useUi } from '../stores/ui.ts';

type Change = Omit<CallInput<'conversation.set'>, 'conversation'>;
type Wish = Omit<CallInput<'preference.set'>, 'conversation'>;

export function useConversationDoings() {
  const session = useSession();
  const ui = useUi();
  const composer = useComposer();

  /** As this person wants it, on all their computers. */
  async function prefer({ id }: ConversationRow, wish: Wish): Promise<void> {
    const answer = await call('preference.set', { conversation: id, ...wish });
    if (!answer.ok) session.notify(answer.error);
  }

  /** For everybody. */
  async function change({ id }: ConversationRow, wanted: Change): Promise<Failure | null> {
    const answer = await call('conversation.set', { conversation: id, ...wanted });
    return answer.ok ? null : answer.error;
  }

  async function archive(row: ConversationRow, archived: boolean): Promise<void> {
    const failure = await change(row, { archived });
    if (failure) session.notify(failure);
  }

  async function leaveNow({ id }: ConversationRow): Promise<Failure | null> {
    const answer = await call('channel.leave', { conversation: id });
    return answer.ok ? null : answer.error;
  }

  /** An open channel can be joined again; out of a private one only others lead back in, so it asks first. */
  async function leave(row: ConversationRow): Promise<void> {
    if (row.private) return ui.show('leaveChannel', row.id);
    const failure = await leaveNow(row);
    if (failure) session.notify(failure);
  }

  async function add({ id }: ConversationRow, users: string[]): Promise<Failure | null> {
    const answer = await call('member.add', { conversation: id, users });
    return answer.ok ? null : answer.error;
  }

  async function remove({ id }: ConversationRow, user: string): Promise<Failure | null> {
    const answer = await call('member.remove', { conversation: id, user });
    return answer.ok ? null : answer.error;
  }

  /** Into a window of its own, with what is being written there. */
  async function detach({ id }: ConversationRow): Promise<void> {
    const team = shownTeam();
    if (team === null) return;
    await composer.flush();
    const answer = await call('window.open', { team, conversation: id });
    if (!answer.ok) session.notify(answer.error);
  }

  return {
    detach,
    prefer,
    change,
    archive,
    leave,
    leaveNow,
    add,
    remove,
  };
}
