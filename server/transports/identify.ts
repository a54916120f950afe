// Who asks over HTTP: by the token in the header, or by a ticket where no header can be set.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Refusal } from '../../src/shared/errors.ts';
import type { Authenticate, Holder } from '../auth.ts';
import { peerAddress } from '../peers.ts';
import type { Throttle } from '../throttle.ts';
import type { Tickets } from '../tickets.ts';

export type IdentifyParts = {
  authenticate: Authenticate;
  throttle: Pick<Throttle, 'token'>;
  tickets: Tickets;
  /** Whoever comes over this socket is known. */
  admit(socket: Socket): void;
};

export type Identify = ReturnType<typeof createIdentify>;

/** The connection's own address; what a header says of it is anybody's word. */
export const originOf = (request: IncomingMessage): string =>
  peerAddress(request.socket.remoteAddress);

export const tokenOf = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];

export function createIdentify({ authenticate, throttle, tickets, admit }: IdentifyParts) {
  /** Null for who shows nothing. Throws UNAUTHENTICATED, REVOKED, DEACTIVATED, RATE_LIMITED. */
  async function identify(request: IncomingMessage, ticket?: string): Promise<Holder | null> {
    const shown = tokenOf(request);
    if (shown === undefined && ticket === undefined) return null;
    const holder = await throttle.token(originOf(request), async () =>
      authenticate(shown ?? tickets.redeem(ticket ?? '')),
    );
    admit(request.socket);
    return holder;
  }
  return {
    identify,
    /** Throws UNAUTHENTICATED for who shows nothing, too. */
    async member(request: IncomingMessage, ticket?: string): Promise<Holder> {
      const holder = await identify(request, ticket);
      if (!holder) throw new Refusal('UNAUTHENTICATED', 'show a token: Authorization: Bearer …');
      return holder;
    },
  };
}
