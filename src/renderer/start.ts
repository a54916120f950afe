// Brings the window to life: stores first, so that no push is missed, then the core's first word,
// then the lists of the team, again whenever the team or its completeness changes.
import { ref, shallowRef, watch } from 'vue';
import type { Failure } from '../shared/errors.ts';
import { call } from './api.ts';
import { useAttention } from './stores/attention.ts';
import { useComposer } from './stores/composer.ts';
import { useConversations } from './stores/conversations.ts';
import { useLink } from './stores/link.ts';
import { usePeople } from './stores/people.ts';
import { useSession } from './stores/session.ts';
import { useTimeline } from './stores/timeline.ts';
import { useTyping } from './stores/typing.ts';
import { useUi } from './stores/ui.ts';

export function useStart() {
  const phase = ref<'loading' | 'ready' | 'failed'>('loading');
  const failure = shallowRef<Failure | null>(null);
  const session = useSession();
  const link = useLink();
  const people = usePeople();
  const conversations = useConversations();
  const timeline = useTimeline();
  const composer = useComposer();
  const ui = useUi();
  useTyping();
  useAttention();

  async function boot(): Promise<void> {
    phase.value = 'loading';
    const answer = await call('app.boot');
    if (!answer.ok) {
      failure.value = answer.error;
      phase.value = 'failed';
      return;
    }
    link.link = answer.value.link;
    session.take(answer.value);
    phase.value = 'ready';
  }

  watch(
    () => [session.team?.id, session.team?.ready] as const,
    async ([team], [before]) => {
      if (before !== undefined && team !== before) leave();
      if (team !== undefined) await Promise.all([people.load(), conversations.load(team)]);
    },
  );

  function leave(): void {
    ui.close();
    conversations.clear();
    composer.clear();
    people.clear();
  }

  watch(
    () => conversations.current,
    async (id, before) => {
      if (before !== null) void composer.flush();
      ui.drawer = false;
      const opened = await timeline.open(id);
      if (opened && id !== null) composer.restore(id, opened.draft);
    },
  );

  return { phase, failure, boot };
}
