// Does what a slash command says. Each is one of the calls that wait in the outbox, so all of them
// work without a connection; what cannot be done is said in words, where it was typed.
import type { CallInput, CallOutput, TeamCall } from '../../shared/api.ts';
import type { Outcome } from '../../shared/errors.ts';
import type { ConversationRow } from '../../shared/rows.ts';
import { callIn, shownTeam } from '../api.ts';
import { isOff, onlyInChannels, readSpan, readStatus, type SlashName } from '../composer/slash.ts';
import { findMentions, FOREVER, limits } from '../rules.ts';
import { usePeople } from '../stores/people.ts';
import { useUi } from '../stores/ui.ts';
import type { Outgoing } from '../stores/writing.ts';

const trouble = (say: string, more?: Record<string, string | number>): Outgoing => ({
  kind: 'trouble',
  trouble: more ? { say, with: more } : { say },
});

export function useSlash(conversation: () => ConversationRow) {
  const people = usePeople();
  const ui = useUi();

  async function run(name: SlashName, args: string): Promise<Outgoing> {
    const row = conversation();
    const team = shownTeam();
    const { id } = row;
    if (onlyInChannels.has(name) && row.kind !== 'channel')
      return trouble('slash.onlyChannels', { name });

    async function tell<N extends TeamCall>(call: N, input: CallInput<N>): Promise<Outgoing> {
      const ask = callIn as (
        team: string | null,
        name: N,
        input: CallInput<N>,
      ) => Promise<Outcome<CallOutput<N>>>;
      const answer = await ask(team, call, input);
      return answer.ok ? { kind: 'done' } : { kind: 'trouble', trouble: answer.error };
    }

    switch (name) {
      case 'me':
        if (args === '') return trouble('slash.needs', { name });
        return { kind: 'message', text: args, parts: { action: true } };
      case 'shrug':
        return { kind: 'message', text: `${args} ¯\\_(ツ)_/¯`.trim(), parts: {} };
      case 'status': {
        const { emoji, text, lasts } = readStatus(args);
        if (text.length > limits.status) return trouble('slash.statusLong', { n: limits.status });
        const until = lasts === null ? null : Date.now() + lasts;
        const empty = emoji === null && text === '';
        return tell('status.set', { status: empty ? null : { emoji, text, until } });
      }
      case 'dnd': {
        const lasts = readSpan(args);
        if (lasts === null && !isOff(args)) return trouble('slash.needs', { name });
        return tell('dnd.set', { until: lasts === null ? null : Date.now() + lasts });
      }
      case 'mute': {
        const lasts = readSpan(args);
        if (lasts === null && args !== '' && !isOff(args)) return trouble('slash.needs', { name });
        const until = lasts === null ? FOREVER : Date.now() + lasts;
        return tell('preference.set', { conversation: id, mutedUntil: isOff(args) ? null : until });
      }
      case 'topic':
        if (args.length > limits.topic) return trouble('slash.topicLong', { n: limits.topic });
        return tell('conversation.set', { conversation: id, topic: args.replace(/\s+/gu, ' ') });
      case 'invite': {
        const users = named(args, row);
        if (users === null) return trouble('slash.whom');
        if (users.length === 0) return trouble('slash.alreadyIn');
        return tell('member.add', { conversation: id, users });
      }
      case 'leave':
        // Out of a private channel only others lead back in, so it is asked.
        if (!row.private) return tell('channel.leave', { conversation: id });
        ui.show('leaveChannel', id);
        return { kind: 'done' };
    }
  }

  /** Those of the named who are not in it yet; null when nobody is named. */
  function named(args: string, { members }: ConversationRow): string[] | null {
    const calls = args.includes('@') ? args : `@${args}`;
    const spans = findMentions(calls, people.names.idOf, people.names.longest);
    const users = spans.flatMap(({ mention }) => (people.byId.has(mention) ? [mention] : []));
    if (users.length === 0) return null;
    return [...new Set(users)].filter((user) => !members.includes(user));
  }

  return { run };
}
