// Tickets: shown once instead of a token, by what can set no header (a browser's EventSource and WebSocket). They
// stand in an address, so they live a minute and open one stream.
import { randomBytes } from 'node:crypto';
import { Refusal } from '../src/shared/errors.ts';
import { TICKET_SECONDS, type Ticket } from '../src/shared/listening.ts';

/** In all, and of one token: whoever asks for more than they use loses their oldest. */
const most = { all: 10_000, ofOne: 50 };

export type Tickets = ReturnType<typeof createTickets>;

export function createTickets(lifeMs: number = TICKET_SECONDS * 1000) {
  /** In the order they were given; each stands for a token, which is looked up when it is shown. */
  const open = new Map<string, { token: string; until: number }>();
  const ofToken = new Map<string, string[]>();

  function forget(ticket: string): void {
    const found = open.get(ticket);
    if (!found) return;
    open.delete(ticket);
    const rest = (ofToken.get(found.token) ?? []).filter((other) => other !== ticket);
    if (rest.length > 0) ofToken.set(found.token, rest);
    else ofToken.delete(found.token);
  }

  function sweep(now: number): void {
    for (const [ticket, { until }] of open) {
      if (until > now && open.size < most.all) return;
      forget(ticket);
    }
  }

  return {
    give(token: string): Ticket {
      const now = performance.now();
      sweep(now);
      const [oldest] = (ofToken.get(token) ?? []).slice(most.ofOne - 1);
      if (oldest !== undefined) forget(ofToken.get(token)?.[0] ?? '');
      const ticket = randomBytes(16).toString('base64url');
      open.set(ticket, { token, until: now + lifeMs });
      ofToken.set(token, [...(ofToken.get(token) ?? []), ticket]);
      return { ticket, expiresIn: Math.floor(lifeMs / 1000) };
    },
    /** The token it stands for, once. Throws UNAUTHENTICATED. */
    redeem(ticket: string): string {
      const found = open.get(ticket);
      forget(ticket);
      if (!found || found.until <= performance.now())
        throw new Refusal('UNAUTHENTICATED', 'this ticket was used or is too old', {
          field: 'ticket',
        });
      return found.token;
    },
  };
}
