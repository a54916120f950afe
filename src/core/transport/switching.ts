// One connection for the core over transports that follow each other: it may go by another way while it lives.
import { setTimeout as delay } from 'node:timers/promises';
import { fail, type Failure, Refusal } from '../../shared/errors.ts';
import { ACK_TIMEOUT_MS } from '../../shared/protocol.ts';
import type { Way } from '../../shared/ways.ts';
import type { Opens, Server, Transport, TransportListener } from './transport.ts';

/** A transport that is open, in use or about to be; heard only while in use. */
export type Leg = {
  way: Way;
  transport: Transport;
  openedAt: number;
  /** Questions without an answer. */
  pending: number;
  answered?: () => void;
  /** The last question had no answer in time. */
  silent: boolean;
  /** Resolves when it has ended, whoever ended it. */
  over: PromiseWithResolvers<Failure>;
  ended?: Failure;
};

export type Switching = ReturnType<typeof createSwitching>;

/** `ended` hears how the connection ended: null when by us. */
export function createSwitching(
  listener: TransportListener,
  ended: (last: Leg, reason: Failure | null) => void,
) {
  let inUse: Leg | undefined;
  let closed = false;
  const legs = new Set<Leg>();

  function leave(leg: Leg, reason: Failure): void {
    if (!legs.delete(leg)) return;
    leg.ended = reason;
    leg.transport.close();
    leg.over.resolve(reason);
  }

  /** The one in use ended by itself, and with it everything. */
  function broken(leg: Leg, reason: Failure): void {
    closed = true;
    ended(leg, reason);
    for (const one of legs) leave(one, reason);
    listener.down(reason);
  }

  /** Once its questions are answered, or not for too long. */
  async function retire(leg: Leg): Promise<void> {
    if (leg.pending > 0) {
      const answered = new Promise<void>((resolve) => (leg.answered = resolve));
      const over = new AbortController();
      const late = delay(ACK_TIMEOUT_MS, undefined, { signal: over.signal }).catch(() => undefined);
      await Promise.race([answered, late, leg.over.promise]);
      over.abort();
    }
    leave(leg, { code: 'OFFLINE', message: 'another way took over' });
  }

  const current = (): Leg => {
    if (inUse) return inUse;
    throw new Refusal('OFFLINE', 'not connected');
  };

  const transport: Transport = {
    way: () => current().way,
    async request(name, input) {
      const leg = current();
      leg.pending++;
      try {
        const answer = await leg.transport.request(name, input);
        leg.silent = false;
        return answer;
      } catch (error) {
        leg.silent = fail(error).error.code === 'TIMEOUT';
        throw error;
      } finally {
        if (--leg.pending === 0) leg.answered?.();
      }
    },
    signal: (signal) => current().transport.signal(signal),
    close(): void {
      if (closed) return;
      closed = true;
      if (inUse) ended(inUse, inUse.silent ? { code: 'TIMEOUT', message: 'it was silent' } : null);
      for (const leg of legs) leave(leg, { code: 'OFFLINE', message: 'closed' });
    },
  };

  return {
    transport,
    get closed(): boolean {
      return closed;
    },
    /** Opens a transport beside the one in use. Rejects as it does, and with OFFLINE when all ended meanwhile. */
    async open(way: Way, opens: Opens, to: Server, patienceMs: number): Promise<Leg> {
      const opening: { leg?: Leg; early?: Failure } = {};
      const mine = (): boolean => opening.leg !== undefined && opening.leg === inUse && !closed;
      const transport = await opens(
        to,
        {
          events: (frame) => mine() && listener.events(frame),
          signal: (signal) => mine() && listener.signal(signal),
          down(reason) {
            if (!opening.leg) opening.early = reason;
            else if (mine()) broken(opening.leg, reason);
            else leave(opening.leg, reason);
          },
        },
        patienceMs,
      );
      const over = Promise.withResolvers<Failure>();
      const openedAt = performance.now();
      const leg: Leg = { way, transport, openedAt, pending: 0, silent: false, over };
      opening.leg = leg;
      legs.add(leg);
      if (closed) leave(leg, { code: 'OFFLINE', message: 'closed meanwhile' });
      if (opening.early) leave(leg, opening.early);
      assertOpen(leg);
      return leg;
    },
    /** From now on the core speaks and hears by this one. Throws what it ended with. */
    use(leg: Leg): void {
      assertOpen(leg);
      const before = inUse;
      inUse = leg;
      if (!before) return;
      // What came by the new one until now was not listened to, and its floors are true only from here on.
      listener.signal({ type: 'behind' });
      listener.rerouted?.(leg.way);
      void retire(before);
    },
    drop: (leg: Leg): void => leave(leg, { code: 'OFFLINE', message: 'not needed' }),
  };
}

function assertOpen({ ended }: Leg): void {
  if (!ended) return;
  const { code, message, ...details } = ended;
  throw new Refusal(code, message, details);
}
