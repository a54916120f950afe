// Which way to the server: the best that works. Down when one fails, up again when it can, one memory for each team.
import { setTimeout as delay } from 'node:timers/promises';
import { requestJson } from '../../node/jsonRequest.ts';
import { type ErrorCode, fail, Refusal } from '../../shared/errors.ts';
import { type Way, walkedWays } from '../../shared/ways.ts';
import type { Log } from '../log.ts';
import { createClimb } from './climb.ts';
import { createSwitching, type Leg, type Switching } from './switching.ts';
import type { Connect, Server } from './transport.ts';
import type { WayMemory } from './wayMemory.ts';
import { opens } from './ways.ts';

/** Milliseconds, where nothing else is said. */
export type WalkTiming = {
  /** A way that has not greeted us by then is given up. */
  greetingMs: number;
  /** A server that has not answered a plain question by then is away. */
  answerMs: number;
  /** A connection that ends before that has ended soon. */
  youngMs: number;
  /** The pause before better ways are tried, doubled each time, and its bound. */
  climbFirstMs: number;
  climbCapMs: number;
  /** Between two tries that something asked for. */
  climbGapMs: number;
  /** How long a long poll waits: shorter than what proxies end. Seconds. */
  waitSeconds: number;
};

const usual: WalkTiming = {
  greetingMs: 5000,
  answerMs: 2000,
  youngMs: 60_000,
  climbFirstMs: 60_000,
  climbCapMs: 15 * 60_000,
  climbGapMs: 10_000,
  waitSeconds: 25,
};

/** What the way there may be to blame for. Everything else was said by the server, or needs a person. */
const ofTheWay: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'UNREACHABLE',
  'TIMEOUT',
  'OFFLINE',
  'NOT_LANLINE',
]);

export type WalkParts = {
  /** The only way to be used. */
  forced(): Way | null;
  memory: WayMemory;
  timing?: Partial<WalkTiming> | undefined;
  log: Log;
};

type Line = { to: Server; switching: Switching };

export function createWalk({ forced, memory, timing: given, log }: WalkParts) {
  const timing = { ...usual, ...given };
  const climb = createClimb<Line>({
    atTop: (line) => better(line).length === 0,
    attempt,
    firstMs: timing.climbFirstMs,
    capMs: timing.climbCapMs,
    gapMs: timing.climbGapMs,
    log,
  });
  let open: Line | undefined;

  const connect: Connect = async (to, listener) => {
    const switching = createSwitching(listener, (leg, reason) => {
      climb.stop(line);
      if (open === line) open = undefined;
      const young = performance.now() - leg.openedAt < timing.youngMs;
      const code = reason?.code ?? 'CLOSING';
      if (reason && ofTheWay.has(code)) memory.ended(leg.way, young, reason);
    });
    const line = { to: { ...to, waitSeconds: timing.waitSeconds }, switching };
    try {
      switching.use(await walkDown(line));
    } catch (error) {
      switching.transport.close();
      throw error;
    }
    open = line;
    climb.start(line);
    return switching.transport;
  };

  async function walkDown(line: Line): Promise<Leg> {
    const only = forced();
    const ways = only ? [only] : [...walkedWays].sort((a, b) => badness(a) - badness(b));
    let last: unknown;
    for (const way of ways) {
      try {
        const leg = await openBy(way, line);
        memory.works(way);
        return leg;
      } catch (error) {
        await blame(way, error, line);
        last = error;
      }
    }
    throw last;
  }

  const badness = (way: Way): number => (memory.isBad(way) ? 1 : 0);

  const openBy = (way: Way, { to, switching }: Line): Promise<Leg> =>
    switching.open(way, opens[way], to, timing.greetingMs);

  /** Remembers that a way does not work, if it is the way's fault. Throws what is not, and what makes others useless too. */
  async function blame(way: Way, error: unknown, { to, switching }: Line): Promise<void> {
    const failure = fail(error).error;
    if (!ofTheWay.has(failure.code) || switching.closed) throw error;
    await assertAnswers(to);
    log('info', 'a way to the server does not work', { way, ...failure });
    memory.blocked(way, failure);
  }

  /** Five ways need not each be waited for when nobody is there. Throws UNREACHABLE and KEY_CHANGED. */
  async function assertAnswers({ base, agent }: Server): Promise<void> {
    try {
      await requestJson(`${base}/healthz`, { agent, timeoutMs: timing.answerMs });
    } catch (error) {
      const { code, message } = fail(error).error;
      memory.serverWasAway();
      if (code === 'KEY_CHANGED') throw error;
      throw new Refusal('UNREACHABLE', message);
    }
  }

  function better({ switching }: Line): Way[] {
    if (switching.closed || forced()) return [];
    const at = (walkedWays as readonly Way[]).indexOf(switching.transport.way());
    return at === -1 ? [...walkedWays] : walkedWays.slice(0, at);
  }

  /** Takes over the best of the better ways that works; what is in use goes on until then. */
  async function attempt(line: Line): Promise<void> {
    for (const way of better(line)) {
      try {
        return await takeOver(way, line);
      } catch (error) {
        await blame(way, error, line);
      }
    }
  }

  async function takeOver(way: Way, line: Line): Promise<void> {
    const leg = await openBy(way, line);
    try {
      if (memory.wasCut(way))
        await Promise.race([delay(timing.youngMs, undefined, { ref: false }), leg.over.promise]);
      await leg.transport.request('link.ping', {});
      if (better(line).includes(way)) line.switching.use(leg);
      else return line.switching.drop(leg);
    } catch (error) {
      line.switching.drop(leg);
      throw error;
    }
    log('info', 'a better way to the server', { way });
    memory.works(way);
  }

  return {
    connect,
    /** Something changed here, perhaps the network: better ways may work now. */
    wake(): void {
      if (open) climb.now();
      else memory.forgive();
    },
  };
}
