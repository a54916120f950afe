// Brings the window to life: stores first, so that no push is missed, then the core's first word,
// then the lists of the team shown, again whenever the team or its completeness changes.
import { until } from '@vueuse/core';
import { ref, shallowRef, watch } from 'vue';
import type { Failure } from '../shared/errors.ts';
import { call, on } from './api.ts';
import { useDropGuard } from './composables/useDropGuard.ts';
import { useHandingOver } from './composables/useHandingOver.ts';
import { useLocking } from './composables/useLocking.ts';
import { useOpenedMessages } from './composables/useOpenedMessages.ts';
import { useShownPlace } from './composables/useShownPlace.ts';
import { useAsking } from './stores/asking.ts';
import { useAttachments } from './stores/attachments.ts';
import { useAttention } from './stores/attention.ts';
import { useComposer } from './stores/composer.ts';
import { useConversations } from './stores/conversations.ts';
import { useJoining } from './stores/joining.ts';
import { useLink } from './stores/link.ts';
import { useLock } from './stores/lock.ts';
import { usePeople } from './stores/people.ts';
import { useSession } from './stores/session.ts';
import { useTimeline } from './stores/timeline.ts';
import { useTyping } from './stores/typing.ts';
import { useUi } from './stores/ui.ts';
import { useWindows } from './stores/windows.ts';

/** So long the first screen is waited for as a whole. What takes longer comes into it when it is there. */
const wholeWithinMs = 250;

export function useStart() {
  const phase = ref<'loading' | 'ready' | 'locked' | 'failed'>('loading');
  const failure = shallowRef<Failure | null>(null);
  const session = useSession();
  const asking = useAsking();
  const joining = useJoining();
  const link = useLink();
  const people = usePeople();
  const conversations = useConversations();
  const timeline = useTimeline();
  const composer = useComposer();
  const attachments = useAttachments();
  const typing = useTyping();
  const ui = useUi();
  const lock = useLock();
  const windows = useWindows();
  const locking = useLocking(() => phase.value === 'ready');
  const openedMessages = useOpenedMessages();
  useAttention();
  useShownPlace();
  useDropGuard();
  useHandingOver(() => phase.value === 'ready');

  async function boot(): Promise<void> {
    phase.value = 'loading';
    const answer = await call('app.boot');
    if (!answer.ok) {
      failure.value = answer.error;
      phase.value = 'failed';
      return;
    }
    asking.take(answer.value.asking);
    session.take(answer.value);
    lock.take(answer.value.lock);
    if (answer.value.lock.locked) {
      phase.value = 'locked';
      return;
    }
    if (answer.value.place !== null) locking.comeBack(answer.value.place);
    // Drawn piece by piece it would cost a layout and a picture for each.
    await until(coming).toBe(false, { timeout: wholeWithinMs });
    if (lock.state.locked) return void (phase.value = 'locked');
    phase.value = 'ready';
    if (!answer.value.opened) return;
    joining.opened(answer.value.opened);
    void openedMessages.opened(answer.value.opened);
  }

  /** Something of the first screen is on its way. */
  const coming = (): boolean =>
    session.team !== null &&
    (conversations.status === 'loading' ||
      (conversations.here !== null && timeline.status === 'loading'));

  // The core tells nothing from here on, and has the page read anew; until then nothing is drawn.
  on('lock', ({ locked }) => {
    // Another window was opened with the code.
    if (!locked && phase.value === 'locked') void boot();
    if (!locked || phase.value !== 'ready') return;
    locking.handIn();
    phase.value = 'locked';
  });

  // What is gone takes with it what the window kept of it.
  watch(
    () => session.teams.map(({ id }) => id),
    (ids, before) => {
      for (const id of before.filter((one) => !ids.includes(one))) {
        composer.forgetTeam(id);
        attachments.forgetTeam(id);
        conversations.forgetTeam(id);
      }
    },
    { flush: 'sync' },
  );

  // At once, so that nothing of one team is ever drawn, read or written in another.
  watch(
    () => session.shown,
    () => {
      void composer.flush();
      ui.close();
      ui.drawer = false;
      conversations.clear();
      void timeline.open(null);
      people.clear();
      typing.clear();
      if (session.team) link.link = session.team.link;
    },
    { flush: 'sync' },
  );

  watch(
    // Each by itself: a list made anew would differ with every word about any team.
    [() => session.shown, () => session.team?.ready] as const,
    async ([team]) => {
      if (team !== null) await Promise.all([people.load(), conversations.load(team)]);
    },
  );

  watch(
    // Each by itself, as above.
    [() => conversations.current, () => conversations.here] as const,
    ([, id], [before]) => {
      if (before !== null) void composer.flush();
      ui.drawer = false;
      void timeline.open(id);
    },
  );

  // What has a window of its own is written there.
  watch(
    () => windows.open,
    (open, before) => {
      if (windows.own) return;
      for (const place of open.filter((one) => !before.includes(one))) {
        void composer.letGo(place);
        if (ui.thread?.conversation === place.conversation && ui.view === 'thread')
          [true, false].forEach(ui.closePanel);
      }
    },
    { flush: 'sync' },
  );

  return { phase, failure, boot };
}
