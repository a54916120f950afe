// What a server says of itself to its own console.
import { z } from 'zod';
import { Team } from '../src/shared/entities.ts';
import { Pin } from '../src/shared/trust.ts';

export const Status = z.object({
  version: z.string(),
  /** Milliseconds since 1970; null when no server runs. */
  startedAt: z.number().nullable(),
  team: Team,
  people: z.int(),
  port: z.int(),
  /** HOST:PORT, the likeliest first. */
  addresses: z.array(z.string()),
  pin: Pin,
  words: z.string(),
  /** Nobody but this computer itself is served without encryption. */
  secure: z.boolean(),
  announcing: z.boolean(),
  /** How invites name this server. */
  link: z.object({ addresses: z.array(z.string()), pin: Pin.nullable() }),
});
export type Status = z.infer<typeof Status>;
