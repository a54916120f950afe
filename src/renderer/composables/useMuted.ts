// Whether a conversation is silent now: what is over may still stand in its row.
import { useNow } from '@vueuse/core';
import type { ConversationRow } from '../../shared/rows.ts';

// One clock for all rows.
const now = useNow({ interval: 20_000 });

export const isMuted = ({ mutedUntil }: Pick<ConversationRow, 'mutedUntil'>): boolean =>
  mutedUntil !== null && mutedUntil > now.value.getTime();
