// Where the window is too narrow for all three columns.
import { createSharedComposable, useMediaQuery } from '@vueuse/core';

/** One for the whole window: every message asks. */
export const useWidths = createSharedComposable(() => {
  /** The sidebar becomes a drawer. */
  const narrow = useMediaQuery('(max-width: 719.98px)');
  /** The side panel lies over the timeline. */
  const tight = useMediaQuery('(max-width: 979.98px)');
  return { narrow, tight };
});
