// From a list in the side panel to the message itself: where the panel lies over the messages, it makes way.
import type { MessageRow } from '../../shared/timelineRows.ts';
import { useUi } from '../stores/ui.ts';
import { useJump } from './useJump.ts';
import { useWidths } from './useWidths.ts';

export function useGoTo() {
  const ui = useUi();
  const jump = useJump();
  const { tight } = useWidths();

  return async ({ conversation, seq, thread, broadcast }: MessageRow): Promise<void> => {
    if (seq === null) return;
    if (tight.value) ui.panelOver = false;
    await jump.to(conversation, seq, broadcast ? null : thread);
  };
}
