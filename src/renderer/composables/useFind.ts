// The two ways to search: in the open conversation, and everywhere. Both open the side panel.
import { useUi } from '../stores/ui.ts';
import { useWidths } from './useWidths.ts';

export function useFind() {
  const ui = useUi();
  const { tight } = useWidths();
  const here = (): void => ui.showPanel('search', tight.value);
  const everywhere = (): void => ui.showPanel('search', tight.value);
  return { here, everywhere };
}
