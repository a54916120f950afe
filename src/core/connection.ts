// Keeps a connection to the server: connects, brings the history up to date, measures the round
// trip, and after a break tries again by itself.
import type { LinkState } from '../shared/rows.ts';
import type { CommandInput, CommandName, CommandOutput } from '../shared/commands.ts';
import { type ErrorCode, fail, type Failure, Refusal } from '../shared/errors.ts';
import type { ClientSignal, EventsFrame, Signal } from '../shared/events.ts';
import type { Way } from '../shared/ways.ts';
import { backoffMs } from './backoff.ts';
import { pingEveryMs } from './thrift.ts';
import type { Log } from './log.ts';
import type { Transport, TransportListener } from './transport/transport.ts';

/** On one network a server that is back should be noticed soon: the longest pause is short. */
const reconnect = { firstMs: 500, capMs: 15_000 };
/**
 * After sleep or a change of network the way may be gone without a word: then silence is believed sooner, though not
 * before a slow way could have answered. Milliseconds, and times its round trip.
 */
const wakePatience = { ms: 1200, roundTrips: 4 };
/** Trying again cannot help with these: a person has to do something. */
const needsPerson: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'REVOKED',
  'DEACTIVATED',
  'UPGRADE_REQUIRED',
  'KEY_CHANGED',
  'KEYRING_LOCKED',
]);

export type ConnectionParts = {
  connect(listener: TransportListener): Promise<Transport>;
  /** Brings everything up to date; the link is live when it resolves, and is tried anew when it rejects. */
  resume(): Promise<void>;
  events(frame: EventsFrame): void;
  signal(signal: Signal): void;
  /** The server's newest position, asked for because something changed here (rule 9). */
  woke(head: number): void;
  changed(state: LinkState): void;
  /** It goes by another way from now on, without a break: what only passes by may have been missed. */
  rerouted(): void;
  /** On battery: nothing is asked that can wait. */
  saving?(): boolean;
  log: Log;
};

export function createConnection(parts: ConnectionParts) {
  let state: LinkState = { state: 'offline', reason: null, retryAt: null };
  let transport: Transport | undefined;
  let attempt = 0;
  /** Every try has its number, so that news from an earlier connection is recognised as old. */
  let generation = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  /** The connection whose ping is under way; an earlier one's silence must not keep this one from asking. */
  let pinging = 0;
  let woken = false;
  let patience: NodeJS.Timeout | undefined;
  let watched = false;

  function become(next: LinkState): void {
    state = next;
    parts.changed(next);
  }

  async function open(): Promise<void> {
    clearTimeout(timer);
    const mine = ++generation;
    const current = (): boolean => mine === generation && !closed;
    become({ state: 'connecting' });
    try {
      const opened = await parts.connect({
        events: (frame) => current() && parts.events(frame),
        signal: (signal) => current() && parts.signal(signal),
        down: (reason) => current() && broken(reason),
        rerouted: (way) => current() && reroute(way),
      });
      if (!current()) return opened.close();
      transport = opened;
      become({ state: 'syncing', way: opened.way() });
      await parts.resume();
      if (!current()) return;
      attempt = 0;
      become({ state: 'live', way: opened.way(), rttMs: null });
      void ping(mine);
    } catch (error) {
      if (current()) broken(fail(error).error);
    }
  }

  function broken(reason: Failure): void {
    if (closed) return;
    generation++;
    clearTimeout(timer);
    clearTimeout(patience);
    transport?.close();
    transport = undefined;
    parts.log('info', 'connection ended', { code: reason.code, reason: reason.message });
    if (needsPerson.has(reason.code)) return become({ state: 'refused', error: reason });
    const wait = backoffMs(attempt++, reconnect);
    timer = setTimeout(() => void open(), wait);
    become({ state: 'offline', reason, retryAt: Date.now() + wait });
  }

  function reroute(way: Way): void {
    if (state.state !== 'syncing' && state.state !== 'live') return;
    const live = state.state === 'live';
    become(live ? { state: 'live', way, rttMs: null } : { state: 'syncing', way });
    parts.rerouted();
    if (live) void ping(generation);
  }

  async function ping(mine: number): Promise<void> {
    if (mine !== generation || !transport || pinging === mine) return;
    pinging = mine;
    clearTimeout(timer);
    const startedAt = performance.now();
    const way = transport.way();
    try {
      const { head } = await transport.request('link.ping', {});
      if (mine !== generation) return;
      // What went by one way says nothing of the next.
      const same = way === transport.way();
      if (same) become({ state: 'live', way, rttMs: performance.now() - startedAt });
      clearTimeout(patience);
      if (woken) parts.woke(head);
      woken = false;
      const pause = pingEveryMs(parts.saving?.() === true, watched);
      timer = setTimeout(() => void ping(mine), same ? pause : 0);
    } catch (error) {
      if (mine !== generation) return;
      // A connection that does not answer is down, whatever the socket believes (half-open links).
      if (way === transport.way()) return broken(fail(error).error);
      timer = setTimeout(() => void ping(mine), 0);
    } finally {
      if (pinging === mine) pinging = 0;
    }
  }

  /** `anew`: what is under way now began on a way that may be gone. */
  function retry(anew = false): void {
    if (closed || (state.state === 'connecting' && !anew)) return;
    attempt = 0;
    woken = true;
    if (state.state !== 'live' && state.state !== 'syncing') return void open();
    if (state.state === 'live') void ping(generation);
    else if (anew) void probe(generation);
    else return;
    const rttMs = state.state === 'live' ? (state.rttMs ?? 0) : 0;
    clearTimeout(patience);
    patience = setTimeout(
      () => renew('no answer after a wake'),
      Math.max(wakePatience.ms, wakePatience.roundTrips * rttMs),
    );
  }

  /** While it catches up, any answer shows that the way is there. */
  async function probe(mine: number): Promise<void> {
    await transport?.request('link.ping', {}).then(
      () => mine === generation && clearTimeout(patience),
      () => undefined,
    );
  }

  /** Connects anew at once. */
  function renew(why: string): void {
    if (closed) return;
    parts.log('info', 'connecting anew', { why });
    clearTimeout(patience);
    transport?.close();
    transport = undefined;
    attempt = 0;
    void open();
  }

  function close(): void {
    closed = true;
    generation++;
    clearTimeout(timer);
    clearTimeout(patience);
    transport?.close();
  }

  return {
    start: (): void => void open(),
    get state() {
      return state;
    },
    /** Throws OFFLINE unless connected; also used while still syncing. */
    async request<N extends CommandName>(
      name: N,
      input: CommandInput<N>,
    ): Promise<CommandOutput<N>> {
      if (!transport) throw new Refusal('OFFLINE', 'not connected');
      return transport.request(name, input);
    },
    signal: (signal: ClientSignal): void => transport?.signal(signal),
    /** Something changed (wake, focus, network): look now instead of at the next turn. */
    wake(anew = false): void {
      // Another key at the server's place is a full stop: only a person may want to try again.
      if (state.state !== 'refused' || state.error.code !== 'KEY_CHANGED') retry(anew);
    },
    /** Somebody asks for it: look now, whatever stopped us. */
    retry: (): void => retry(),
    /** The server was found elsewhere: a try at the old place is given up. */
    moved(): void {
      if (closed || state.state === 'syncing' || state.state === 'live') return;
      attempt = 0;
      void open();
    },
    /** Connects anew, because how to has changed. */
    renew: (): void => renew('another way is wanted'),
    /** While on, the round trip is measured every second. */
    watch(on: boolean): void {
      watched = on;
      if (on && state.state === 'live') void ping(generation);
    },
    /** Gives this connection up and starts another, because of an error in what came over it. */
    restart: (error: unknown): void => broken(fail(error).error),
    /** Nothing can be done any more before the app starts again. */
    refuse(error: Failure): void {
      close();
      become({ state: 'refused', error });
    },
    close,
  };
}
