// Whose connection this is: the handshake of sockets and the Authorization header of requests.
import type { Scope } from '../src/shared/bots.ts';
import { Refusal } from '../src/shared/errors.ts';
import type { Listening } from '../src/shared/listening.ts';
import { Handshake, OLDEST_PROTOCOL, PROTOCOL_VERSION } from '../src/shared/protocol.ts';
import { hashToken } from './domain/people.ts';
import type { Store } from './store/store.ts';

/** A person, the device they came with, and what its token may do. */
export type Holder = {
  user: string;
  device: string;
  /** Null: everything. */
  scopes: readonly Scope[] | null;
  /** Ms since 1970; null: never. */
  expiresAt: number | null;
};
export type Authenticate = (token: string) => Promise<Holder>;

/**
 * Resolves to who holds the token; throws UNAUTHENTICATED, REVOKED or DEACTIVATED. The store knows only the token's
 * hash.
 */
export function createAuthenticate(store: Pick<Store, 'authenticate'>): Authenticate {
  return async (token) => {
    const holder = await store.authenticate(hashToken(token));
    if (!holder) throw new Refusal('UNAUTHENTICATED', 'this device is not known here');
    if (holder.revoked) throw new Refusal('REVOKED', 'this device was shut out');
    if (!holder.active) throw new Refusal('DEACTIVATED', 'this person was deactivated');
    const { user, device, scopes, expiresAt } = holder;
    if (expiresAt !== null && expiresAt <= Date.now())
      throw new Refusal('UNAUTHENTICATED', 'this token has expired');
    return { user, device, scopes, expiresAt };
  };
}

/** Checks a client's protocol before its token: an old client must learn that it is old, not that it is a stranger. */
export async function acceptHandshake(
  authenticate: Authenticate,
  handshake: unknown,
): Promise<{ holder: Holder; listening: Listening | undefined }> {
  const parsed = Handshake.safeParse(handshake);
  if (!parsed.success) throw new Refusal('INVALID', 'no Lanline handshake');
  const { protocol, token, listen } = parsed.data;
  if (protocol < OLDEST_PROTOCOL || protocol > PROTOCOL_VERSION)
    throw new Refusal(
      'UPGRADE_REQUIRED',
      `protocol ${protocol}; this server speaks ${OLDEST_PROTOCOL} to ${PROTOCOL_VERSION}`,
    );
  const listening = listen?.since === undefined ? undefined : listen;
  return { holder: await authenticate(token), listening };
}
