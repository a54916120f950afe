// The two ways to search: in the open conversation, and everywhere. Both open the side panel.
import { useConversations } from '../stores/conversations.ts';
import { useSearch } from '../stores/search.ts';
import { useUi } from '../stores/ui.ts';
import { useWidths } from './useWidths.ts';

export function useFind() {
  const conversations = useConversations();
  const search = useSearch();
  const ui = useUi();
  const { tight } = useWidths();

  function open(conversation: string | null): void {
    search.begin(conversation);
    ui.showPanel('search', tight.value);
  }
  const here = (): void => open(conversations.current);
  const everywhere = (): void => open(null);
  return { here, everywhere };
}
