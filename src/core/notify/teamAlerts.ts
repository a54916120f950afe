// The notifications of one team: one for each conversation, which grows, changes and goes with what it
// tells of; one for all that was missed; one for the door. Nothing is told more than once a second.
import type { RunDatabase } from '../db/thread.ts';
import type { Heard } from '../db/heard.ts';
import type { AboutMessages, Alert } from './alert.ts';
import type { Ringing } from './ringing.ts';
import { aboutMessages } from './wording.ts';

/** What somebody reads at once on another computer is not told of here. Milliseconds. */
const settleMs = 400;
const againMs = 1000;
/** Messages that are remembered one by one; of more only the number. */
const mostKept = 100;
/** Conversations with a notification of their own; if there are more, one speaks for all, and goes on for a while. */
const mostShown = 10;
const crowdedMs = 10_000;

/** What one conversation has to tell. */
type News = {
  /** Unread, in order. */
  kept: Heard[];
  /** Older ones, only counted. */
  more: number;
  /** Something came since it was told last. */
  fresh: boolean;
  /** When it was told last, by the process's clock. */
  at: number;
  /** As it was told last; null: it is not shown. */
  told: string | null;
  /** Of `kept`, what that spoke of: what came since is still to be told. */
  spoken: Heard[];
  timer: NodeJS.Timeout | undefined;
  telling: boolean;
  /** Something changed while it was told. */
  again: boolean;
};

export type TeamAlertsParts = {
  team: string;
  db: RunDatabase;
  ringing: Ringing;
  failed(error: unknown): void;
};

export function createTeamAlerts({ team, db, ringing, failed }: TeamAlertsParts) {
  const news = new Map<string, News>();
  /** What the one for all speaks of. */
  const missed = new Map<string, News>();
  let held = false;
  let recount: NodeJS.Timeout | undefined;
  let telling: NodeJS.Timeout | undefined;
  let toldMissedAt = -Infinity;
  /** As the one for all was told last; null: it is not shown. */
  let toldMissed: string | null = null;
  let crowdedUntil = -Infinity;

  const keyOf = (conversation: string): string => `${team}/${conversation}`;

  function add({ conversation, seq, thread }: Heard): void {
    const one = news.get(conversation) ?? newsOf();
    news.set(conversation, one);
    one.fresh = true;
    // It was told of before, and calls this person only now.
    if (one.kept.some((message) => message.seq === seq)) return;
    const after = one.kept.findLastIndex((message) => message.seq < seq);
    one.kept.splice(after + 1, 0, { conversation, seq, thread });
    if (one.kept.length > mostKept) {
      one.kept.shift();
      one.more++;
    }
  }

  function soon(conversation: string): void {
    const one = news.get(conversation);
    if (!one || held) return;
    if (one.telling) return void (one.again = true);
    const wait = Math.max(settleMs, one.at + againMs - performance.now());
    one.timer ??= setTimeout(() => void tell(conversation, one).catch(failed), wait);
  }

  /** One at a time: when it was told last is known only afterwards. */
  async function tell(conversation: string, one: News): Promise<void> {
    one.timer = undefined;
    one.telling = true;
    one.again = false;
    try {
      await tellNow(conversation, one);
    } finally {
      one.telling = false;
      if (one.again) soon(conversation);
    }
  }

  async function tellNow(conversation: string, one: News): Promise<void> {
    const asked = new Set(one.kept);
    const about = await look(conversation, one);
    if (news.get(conversation) !== one) return;
    if (!about || one.kept.every((message) => ringing.watched(team, message)))
      return drop(conversation);
    if (await ringing.silent(db)) return drop(conversation);
    const told = JSON.stringify({ ...about, count: 0 });
    const quiet = !one.fresh;
    if (quiet && (one.told === told || one.told === null)) return;
    one.fresh = false;
    one.at = performance.now();
    if (one.told === null && isCrowded()) return gather([conversation]);
    one.told = told;
    // What came while it was looked up is not in it.
    one.spoken = one.kept.filter((message) => asked.has(message));
    show({ key: keyOf(conversation), about, quiet });
  }

  /** How it stands now; null when there is nothing to tell any more. */
  async function look(conversation: string, one: News): Promise<AboutMessages | null> {
    const asked = one.kept.map(({ seq }) => seq);
    const now = await db('heardNow', conversation, asked);
    const left = new Set(now?.messages.map(({ seq }) => seq));
    const first = asked[0] ?? 0;
    // The older ones went before.
    if (!left.has(first)) one.more = 0;
    const before = new Set(asked);
    one.kept = one.kept.filter(({ seq }) => left.has(seq) || !before.has(seq));
    return now && aboutMessages(now, now.messages.length + one.more, ringing.privacy());
  }

  function show(alert: Pick<Alert, 'key' | 'about' | 'quiet'>): void {
    ringing.show({ ...alert, team: ringing.nameOf(team), sound: ringing.sound() && !alert.quiet });
  }

  function drop(conversation: string): void {
    const one = news.get(conversation);
    clearTimeout(one?.timer);
    news.delete(conversation);
    if (one && one.told !== null) ringing.close(keyOf(conversation));
    if (missed.delete(conversation)) countAgain();
  }

  function putAway(conversation: string): Heard[] {
    const one = news.get(conversation);
    const spoken = one?.spoken ?? [];
    const rest = one?.kept.filter((message) => !spoken.includes(message)) ?? [];
    drop(conversation);
    if (rest.length === 0) return spoken;
    news.set(conversation, { ...newsOf(), kept: rest, fresh: true });
    soon(conversation);
    return spoken;
  }

  function isCrowded(): boolean {
    const now = performance.now();
    if (now < crowdedUntil) return true;
    if ([...news.values()].filter(({ told }) => told !== null).length < mostShown) return false;
    crowdedUntil = now + crowdedMs;
    return true;
  }

  /** One speaks for all of these. */
  function gather(conversations: Iterable<string>): void {
    for (const conversation of conversations) {
      const one = news.get(conversation);
      if (!one) continue;
      clearTimeout(one.timer);
      news.delete(conversation);
      if (one.told !== null) ringing.close(keyOf(conversation));
      const known = missed.get(conversation);
      missed.set(conversation, known ? joined(known, one) : one);
    }
    const wait = Math.max(0, toldMissedAt + againMs - performance.now());
    telling ??= setTimeout(() => void tellMissed().catch(failed), wait);
  }

  async function tellMissed(): Promise<void> {
    telling = undefined;
    toldMissedAt = performance.now();
    const messages = await countMissed();
    const conversations = missed.size;
    const [[conversation, only] = []] = missed;
    if (conversation !== undefined && only && conversations === 1) {
      clearMissed();
      const { kept, more, at } = only;
      news.set(conversation, { ...newsOf(), kept, more, at, fresh: true });
      return soon(conversation);
    }
    if (conversations === 0 || (await ringing.silent(db))) return clearMissed();
    showMissed({ kind: 'many', messages, conversations }, false);
  }

  function showMissed(about: Extract<Alert['about'], { kind: 'many' }>, quiet: boolean): void {
    toldMissed = JSON.stringify(about);
    show({ key: team, about, quiet });
  }

  /** Without what has been read or cannot be seen any more. */
  async function countMissed(): Promise<number> {
    let messages = 0;
    for (const [conversation, one] of missed) {
      const about = await look(conversation, one);
      if (!about || one.kept.every((message) => ringing.watched(team, message)))
        missed.delete(conversation);
      else messages += about.count;
    }
    return messages;
  }

  function countAgain(): void {
    recount ??= setTimeout(() => {
      recount = undefined;
      correctMissed().catch(failed);
    }, settleMs);
  }

  /** Part of it has been read: it says so, and does not ring for that. */
  async function correctMissed(): Promise<void> {
    const messages = await countMissed();
    if (missed.size === 0 || (await ringing.silent(db))) return clearMissed();
    const about = { kind: 'many', messages, conversations: missed.size } as const;
    // What waits to be told is told as it stands then.
    if (telling || toldMissed === null || JSON.stringify(about) === toldMissed) return;
    showMissed(about, true);
  }

  function clearMissed(): void {
    missed.clear();
    toldMissed = null;
    ringing.close(team);
  }

  return {
    heard(messages: readonly Heard[]): void {
      if (!ringing.on()) return;
      for (const message of messages) {
        if (!held && ringing.watched(team, message)) continue;
        add(message);
        soon(message.conversation);
      }
    },
    /** From here on it is gathered: what was missed comes all at once. */
    hold: (): void => void (held = true),
    /** Everything that was missed is here, and how far it has been read elsewhere. */
    release(): void {
      held = false;
      const waiting = [...news].filter(([, one]) => one.fresh);
      if (waiting.length > 1) gather(waiting.map(([conversation]) => conversation));
      else for (const [conversation] of waiting) soon(conversation);
    },
    /** Something about these has changed: read, muted, deleted, edited. */
    check(conversations: Iterable<string>): void {
      for (const conversation of conversations) {
        soon(conversation);
        if (missed.has(conversation)) countAgain();
      }
    },
    /** It is seen. */
    drop,
    /** Somebody did something with its notification. Answers what that spoke of, in order; what came since is told anew. */
    putAway,
    clearMissed,
    conversations: (): string[] => [...news.keys()],
    close(): void {
      clearTimeout(recount);
      clearTimeout(telling);
      for (const conversation of news.keys()) drop(conversation);
      if (missed.size > 0) clearMissed();
    },
  };
}

const newsOf = (): News => ({
  kept: [],
  more: 0,
  fresh: false,
  at: -Infinity,
  told: null,
  spoken: [],
  timer: undefined,
  telling: false,
  again: false,
});

const joined = (before: News, now: News): News => ({
  ...now,
  kept: [...before.kept, ...now.kept].slice(-mostKept),
  more: before.more + now.more + Math.max(0, before.kept.length + now.kept.length - mostKept),
});
