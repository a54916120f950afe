// Whether a conversation is silent now: what is over may still stand in its row.
import type { ConversationRow } from '../../shared/rows.ts';
import { useClock } from '../stores/clock.ts';

export function useMuted() {
  const clock = useClock();
  return ({ mutedUntil }: Pick<ConversationRow, 'mutedUntil'>): boolean =>
    mutedUntil !== null && mutedUntil > clock.now.getTime();
}
