// Whose connection this is: the handshake of sockets and the Authorization header of requests.
import { Refusal } from '../src/shared/errors.ts';
import { Handshake, OLDEST_PROTOCOL, PROTOCOL_VERSION } from '../src/shared/protocol.ts';
import { hashToken } from './domain/people.ts';
import type { Store } from './store/store.ts';

export type Authenticate = (token: string) => Promise<string>;

/** Resolves to the person behind a device's token; throws UNAUTHENTICATED. The store knows only the token's hash. */
export function createAuthenticate(store: Pick<Store, 'authenticate'>): Authenticate {
  return async (token) => {
    const user = await store.authenticate(hashToken(token));
    if (user === null) throw new Refusal('UNAUTHENTICATED', 'this device is not known here');
    return user;
  };
}

/** Checks a client's protocol before its token: an old client must learn that it is old, not that it is a stranger. */
export async function acceptHandshake(
  authenticate: Authenticate,
  handshake: unknown,
): Promise<string> {
  const parsed = Handshake.safeParse(handshake);
  if (!parsed.success) throw new Refusal('INVALID', 'no Lanline handshake');
  const { protocol, token } = parsed.data;
  if (protocol < OLDEST_PROTOCOL || protocol > PROTOCOL_VERSION)
    throw new Refusal(
      'UPGRADE_REQUIRED',
      `protocol ${protocol}; this server speaks ${OLDEST_PROTOCOL} to ${PROTOCOL_VERSION}`,
    );
  return authenticate(token);
}
