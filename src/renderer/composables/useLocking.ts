// What the window says before it is locked, and does when it comes back: drafts go to the disk, where
// the person was and what they were editing into the core's memory.
import { useEventListener } from '@vueuse/core';
import { call } from '../api.ts';
import { useComposer } from '../stores/composer.ts';
import { type PanelView, useUi } from '../stores/ui.ts';
import { useTimeline } from '../stores/timeline.ts';
import type { Writing } from '../stores/writing.ts';

type Place = {
  view: PanelView;
  thread: { conversation: string; seq: number } | null;
  panel: boolean;
  panelOver: boolean;
  reading: { conversation: string; seq: number; below: number } | null;
  edits: [key: string, writing: Writing][];
};

/** `shown`: there is something to be handed in. */
export function useLocking(shown: () => boolean) {
  const ui = useUi();
  const composer = useComposer();
  const timeline = useTimeline();

  function handIn(): void {
    if (!shown()) return;
    void composer.flush();
    const place: Place = {
      view: ui.view,
      thread: ui.thread && { ...ui.thread },
      panel: ui.panel,
      panelOver: ui.panelOver,
      reading: reading(),
      edits: composer.edits(),
    };
    void call('window.keep', { place: JSON.stringify(place) });
  }

  /** The first message in sight; nothing for who is at the end, and goes on there. */
  function reading(): Place['reading'] {
    const { conversation } = timeline;
    const box = document.querySelector<HTMLElement>('[data-testid="timeline"]');
    if (!box || conversation === null || timeline.following) return null;
    const seqs = new Map(timeline.rows.map(({ key, seq }) => [key, seq]));
    const top = box.getBoundingClientRect().top;
    for (const row of box.querySelectorAll<HTMLElement>('[data-key]')) {
      const seq = seqs.get(row.dataset['key'] ?? '');
      const { top: above, bottom } = row.getBoundingClientRect();
      if (bottom > top && typeof seq === 'number') return { conversation, seq, below: above - top };
    }
    return null;
  }

  /** Before the conversation is opened, and when its team is shown. */
  function comeBack(kept: string): void {
    const { view, thread, panel, panelOver, reading: read, edits } = JSON.parse(kept) as Place;
    Object.assign(ui, { view, thread, panel, panelOver });
    composer.takeEdits(edits);
    if (read) void readOn(read);
  }

  async function readOn({ conversation, seq, below }: NonNullable<Place['reading']>) {
    const there = await timeline.goTo(conversation, seq, true);
    if (there?.ok) timeline.landing = { at: 'row', seq, quiet: true, below };
  }

  useEventListener(window, 'pagehide', handIn);
  return { handIn, comeBack };
}
