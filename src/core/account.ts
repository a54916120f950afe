// Which team this computer belongs to, and its proof of being there.
import { z } from 'zod';
import { ConversationId, UserId } from '../shared/entities.ts';

export const Account = z.object({
  team: ConversationId,
  name: z.string(),
  /** host:port as people type it. */
  address: z.string(),
  me: UserId,
  token: z.string(),
  /** Set when this computer hosts the team. */
  hosted: z.object({ port: z.int() }).nullable(),
});
export type Account = z.infer<typeof Account>;
