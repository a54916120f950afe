// Where the window is too narrow for all three columns; larger text needs more room.
import { useMediaQuery } from '@vueuse/core';
import { defineStore, storeToRefs } from 'pinia';
import { useSession } from '../stores/session.ts';

export const useWidths = () => storeToRefs(useMeasured());

/** One for the whole window: every message asks. */
const useMeasured = defineStore('widths', () => {
  const session = useSession();
  const below = (px: number) =>
    useMediaQuery(() => `(max-width: ${(px * session.settings.textSize) / 100 - 0.02}px)`);
  /** The sidebar becomes a drawer. */
  const narrow = below(720);
  /** The side panel lies over the timeline. */
  const tight = below(980);
  return { narrow, tight };
});
