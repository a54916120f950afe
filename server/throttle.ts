// How often strangers may try, and how much those who are in may do. Guessing and flooding cost whoever
// does it; people who wait at the door, and everybody else, go on undisturbed.
import { hash, randomBytes } from 'node:crypto';
import pLimit, { type LimitFunction } from 'p-limit';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { type CommandName, commands, isCommandName } from '../src/shared/commands.ts';
import { isSpoken } from '../src/shared/door.ts';
import { fail, Refusal } from '../src/shared/errors.ts';
import type { Dispatch } from './dispatch.ts';
import { unopened } from './domain/codes.ts';
import { type Limit, type Limits, usualLimits } from './limits.ts';
import { isNearby, placeOf } from './peers.ts';

/** Those that are counted here; the others by whoever holds the connections. */
const counted = [
  'strangers',
  'ticket',
  'tickets',
  'codes',
  'spoken',
  'tokens',
  'send',
  'marks',
  'change',
  'polls',
  'typing',
] as const satisfies (keyof Limits)[];

/** Counted by person: there are no more of those than the team has. Everything else is counted by what strangers choose. */
const ofMembers: ReadonlySet<string> = new Set(['send', 'marks', 'change', 'polls', 'typing']);

export type Throttle = ReturnType<typeof createThrottle>;

/** `nearby` says whether an address is on this side of the internet: spoken codes work only there. */
export function createThrottle(
  given: Partial<Limits> = {},
  nearby: (address: string) => boolean = isNearby,
) {
  const limits = { ...usualLimits, ...given };
  const counters = Object.fromEntries(
    counted.map((name) => [name, createCounter(limits[name], !ofMembers.has(name))]),
  ) as Record<(typeof counted)[number], Counter>;

  async function admitStranger(place: string, ticket: string | undefined): Promise<void> {
    if (ticket === undefined) return counters.strangers.take(place);
    const own = `${place} ${ticket}`;
    const again = await counters.ticket.has(own);
    await counters[again ? 'tickets' : 'strangers'].take(place);
    await counters.ticket.take(own);
  }

  /** Whose devices are many is one person all the same. What is no command costs next to nothing. */
  async function admitMember(person: string, name: string, frame: unknown): Promise<void> {
    if (!isCommandName(name) || commands[name].kind !== 'write') return;
    await counters[classes[name] ?? 'change'].take(person, costOf(frame));
  }

  /** Counted before it is looked at, so that a thousand at once are a thousand. */
  async function tryCode(origin: string, code: unknown, next: () => ReturnType<Dispatch>) {
    const place = placeOf(origin);
    const spoken = typeof code === 'string' && isSpoken(code);
    await counters.codes.take(place);
    // Before it counts for all: those far away must not be able to use up the tries of those who are here.
    if (spoken && !nearby(origin)) return fail(unopened());
    if (spoken) await counters.spoken.take('all');
    const outcome = await next();
    if (outcome.ok || outcome.error.code !== 'INVITE_INVALID') {
      await counters.codes.giveBack(place);
      if (spoken) await counters.spoken.giveBack('all');
    }
    return outcome;
  }

  /** Of each place with look-ups under way. Fewer at once than may be wrong: an office behind one router waits its turn. */
  const looking = new Map<string, LimitFunction>();
  const atOnce = Math.max(1, Math.floor(limits.tokens.tries / 3));

  async function inTurn<T>(place: string, look: () => Promise<T>): Promise<T> {
    const turns = looking.get(place) ?? pLimit(atOnce);
    looking.set(place, turns);
    try {
      return await turns(look);
    } finally {
      if (turns.activeCount + turns.pendingCount === 0) looking.delete(place);
    }
  }

  /** Counted before it is looked up, so that a thousand at once are a thousand. */
  async function lookUp<T>(place: string, check: () => Promise<T>): Promise<T> {
    await counters.tokens.take(place);
    let wrong = false;
    try {
      return await check();
    } catch (error) {
      wrong = error instanceof Refusal && error.code === 'UNAUTHENTICATED';
      throw error;
    } finally {
      if (!wrong) await counters.tokens.giveBack(place);
    }
  }

  return {
    /** The same dispatch for those who do not overdo it: RATE_LIMITED otherwise. Members who try codes count as well. */
    limit(dispatch: Dispatch): Dispatch {
      return async (caller, frame) => {
        const { actor, origin } = caller;
        const { name = '' } = Named.safeParse(frame).data ?? {};
        const tries = name === 'team.join' || name === 'invite.look';
        const asked = tries ? Try.safeParse(frame).data : undefined;
        const code = asked?.input.code;
        try {
          if (actor !== null) await admitMember(actor, name, frame);
          if (actor === null)
            await admitStranger(
              placeOf(origin),
              asked?.name === 'team.join' ? asked.input.id : undefined,
            );
          if (code === undefined) return await dispatch(caller, frame);
          return await tryCode(origin, code, () => dispatch(caller, frame));
        } catch (error) {
          return fail(error);
        }
      };
    },
    /** Counts what is no command. Throws RATE_LIMITED. `who`: a person, or a device. */
    count: (what: 'polls' | 'typing', who: string): Promise<void> => counters[what].take(who),
    /** Resolves or throws as `check` does; RATE_LIMITED after too many that nobody knew. */
    token<T>(origin: string, check: () => Promise<T>): Promise<T> {
      const place = placeOf(origin);
      return inTurn(place, () => lookUp(place, check));
    },
  };
}

/**
 * The two commands that look at a code. Whatever comes as one is a try, whatever is wrong with the rest: dispatch may
 * well run what would be refused here.
 */
const Try = z.object({
  name: z.enum(['team.join', 'invite.look']),
  input: z.object({ id: z.string().optional().catch(undefined), code: z.unknown().optional() }),
});

const Named = z.object({ name: z.string() });

/** Each person brought into a channel is an event for everybody in it: so many of them count as one change. */
const peopleOfOne = 20;

const Many = z.array(z.unknown()).catch([]);
const Bringing = z.object({
  name: z.enum(['channel.create', 'member.add']),
  input: z.object({ users: Many, members: Many }),
});

function costOf(frame: unknown): number {
  const { users = [], members = [] } = Bringing.safeParse(frame).data?.input ?? {};
  return Math.max(1, Math.ceil((users.length + members.length) / peopleOfOne));
}

const classes: Partial<Record<CommandName, 'send' | 'marks'>> = {
  'message.send': 'send',
  'message.edit': 'send',
  'message.delete': 'send',
  'message.acknowledge': 'send',
  'reaction.set': 'send',
  'pin.set': 'send',
  'message.schedule': 'send',
  'schedule.send': 'send',
  'schedule.cancel': 'send',
  'conversation.read': 'marks',
  'thread.read': 'marks',
  'preference.set': 'marks',
  'saved.set': 'marks',
};

type Counter = ReturnType<typeof createCounter>;

// Memory must not grow with the number of addresses or tickets, which others choose.
const drawers = 2 ** 16;

function createCounter({ tries, seconds }: Limit, inDrawers: boolean) {
  const counter = new RateLimiterMemory({ points: tries, duration: seconds });
  // Nobody outside can tell who shares a drawer, so nobody can fill somebody else's on purpose.
  const salt = randomBytes(16).toString('hex');
  const placeFor = (key: string): string =>
    inDrawers ? String(hash('sha256', salt + key, 'buffer').readUInt16BE(0) % drawers) : key;
  return {
    has: async (key: string): Promise<boolean> => (await counter.get(placeFor(key))) !== null,
    async take(key: string, amount = 1): Promise<void> {
      try {
        await counter.consume(placeFor(key), amount);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const retryAfterMs = Math.max(1, error.msBeforeNext);
        throw new Refusal('RATE_LIMITED', 'too many tries', { retryAfterMs });
      }
    },
    async giveBack(key: string): Promise<void> {
      await counter.reward(placeFor(key));
    },
  };
}
