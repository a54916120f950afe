// A team that this computer belongs to: where it is, how its server is known, and the proof of
// being in it. Written by older versions too, so everything that came later has a default.
import { z } from 'zod';
import { ConversationId, DoorPolicy, Id, UserId } from '../shared/entities.ts';
import { Trust } from '../shared/trust.ts';
import { Way } from '../shared/ways.ts';
import { Sealed } from './secrets.ts';

export const Account = z.object({
  team: ConversationId,
  name: z.string(),
  door: DoorPolicy.default('ask'),
  /** host:port, where the server was met last. */
  address: z.string(),
  /** Where it was met before, the newest first, `address` among them. */
  addresses: z.array(z.string()).default([]),
  /** Accounts from before there were keys speak plain HTTP. */
  trust: Trust.default({ kind: 'none' }),
  me: UserId,
  /** This computer in the team's list; null when it joined before there was one. */
  device: Id.nullable().default(null),
  token: Sealed,
  /** Set when this computer hosts the team. */
  hosted: z.object({ port: z.int() }).nullable(),
  /** The only way to the server to be used; null for the best that works. */
  forced: Way.nullable().default(null),
  /** Milliseconds; teams are shown in this order. */
  joinedAt: z.number().default(0),
});
export type Account = z.infer<typeof Account>;

const mostAddresses = 8;

/** The account with its server met at this address. */
export const metAt = (account: Account, address: string): Account => ({
  ...account,
  address,
  addresses: [...new Set([address, account.address, ...account.addresses])].slice(0, mostAddresses),
});
