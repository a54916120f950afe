// One outgoing hook at work: reads what it may hear behind its cursor, hands it over in order, tries
// again, and gives up at last, so that one event that nobody takes does not keep the others for ever.
import { type Failure, fail } from '../../src/shared/errors.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import type { Membership } from '../membership.ts';
import type { HookProgress, OutgoingHook, Store } from '../store/store.ts';
import type { Stream } from '../stream.ts';
import type { Deliver, Delivered } from './deliver.ts';
import type { Progress } from './progress.ts';
import { pauseAfter, type Retry } from './retry.ts';

/** Events read at once. */
const page = 50;
/** A cursor that moved so far without anything to send is kept as well, so that a restart need not read it all again. */
const idleMoves = 10_000;

export type SenderParts = {
  store: Pick<Store, 'pull'>;
  membership: Pick<Membership, 'has'>;
  stream: Pick<Stream, 'head'>;
  deliver: Deliver;
  progress: Progress;
  retry: Retry;
  /** Something of the server's own is in the way. */
  trouble(error: Failure): void;
};

export type Sender = {
  readonly conversation: string;
  /** Something may have happened in its conversation. */
  wake(): void;
  /** As it is now. `meant`: somebody did something about this very hook, so what it waits for is tried at once. */
  update(hook: OutgoingHook, meant: boolean): void;
  close(): Promise<void>;
};

export function startSender(first: OutgoingHook, parts: SenderParts): Sender {
  const { store, membership, stream, deliver, progress, retry } = parts;
  const { id, conversation } = first;
  const ending = new AbortController();
  const bell = createBell();
  let hook = first;
  let { cursor, failingSince } = first;
  let lastError: string | null = null;
  let kept = cursor;
  /** The event that stands at the cursor, and how often it was tried. */
  let trying = { pos: 0, tries: 0 };

  const note = (news: Partial<Pick<HookProgress, 'usedAt' | 'dead' | 'settled'>>): void => {
    kept = cursor;
    const state = { hook: id, cursor, failingSince, lastError };
    progress.note({ ...state, usedAt: null, dead: [], settled: [], ...news });
  };

  async function run(): Promise<void> {
    for (let failed = 0; !ending.signal.aborted;) {
      try {
        const more = await round();
        failed = 0;
        if (!more) await bell.heard();
      } catch (error) {
        if (ending.signal.aborted) return;
        parts.trouble(fail(error).error);
        failed = Math.min(failed + 1, retry.tries);
        await bell.silence(pauseAfter(failed, retry));
      }
    }
  }

  /** Answers whether there may be more at once. */
  async function round(): Promise<boolean> {
    bell.calm();
    const listens = membership.has(conversation, id);
    for (const pos of hook.again.splice(0)) await again(pos, listens);
    const until = stream.head;
    if (!listens) {
      // What was said while it was put out is not for it, nor what still waited then.
      move(until);
      return false;
    }
    const { types } = hook;
    const wanted = { after: cursor, until, limit: page, conversations: [conversation], types };
    const { events, next } = await store.pull(id, wanted);
    for (const event of events) {
      if (!isOwn(event, id) && !(await handOver(event))) return true;
      move(event.pos);
      if (ending.signal.aborted || bell.isUrgent()) return true;
    }
    move(next);
    return cursor < stream.head;
  }

  function move(to: number): void {
    cursor = Math.max(cursor, to);
    if (cursor - kept > idleMoves) note({});
  }

  /** False: it has to be tried again, as it reads then. */
  async function handOver(event: WireEvent): Promise<boolean> {
    const delivered = await deliver(hook, event, ending.signal);
    if (ending.signal.aborted && !delivered.ok) return false;
    judge(delivered);
    if (delivered.ok) {
      cursor = event.pos;
      note({ usedAt: Date.now() });
      return true;
    }
    const { pos, type } = event;
    trying = { pos, tries: trying.pos === pos ? trying.tries + 1 : 1 };
    const { tries } = trying;
    if (delivered.final || tries >= retry.tries) {
      cursor = pos;
      note({ dead: [{ pos, type, tries, error: delivered.error, at: Date.now() }] });
      await progress.write();
      return true;
    }
    note({});
    await bell.silence(pauseAfter(tries, retry));
    return false;
  }

  /** Once, and whatever comes of it: somebody asked for it. */
  async function again(pos: number, listens: boolean): Promise<void> {
    const wanted = {
      after: pos - 1,
      until: pos,
      limit: 1,
      conversations: [conversation],
      types: [],
    };
    const [event] = (await store.pull(id, wanted)).events;
    const away = { ok: false, error: 'put out of its channel', final: true } as const;
    const delivered = event && (listens ? await deliver(hook, event, ending.signal) : away);
    if (ending.signal.aborted) return;
    if (!event || !delivered || delivered.ok) {
      if (delivered) judge(delivered);
      note({ settled: [pos], ...(delivered && { usedAt: Date.now() }) });
    } else {
      const { error } = delivered;
      note({ dead: [{ pos, type: event.type, tries: listens ? 1 : 0, error, at: Date.now() }] });
    }
    await progress.write();
  }

  function judge(delivered: Delivered): void {
    failingSince = delivered.ok ? null : (failingSince ?? Date.now());
    lastError = delivered.ok ? null : delivered.error;
  }

  const running = run();
  return {
    conversation,
    wake: bell.ring,
    update(now, meant) {
      hook = now;
      // Otherwise a silence is kept, whatever became of other hooks: each try that comes early is one fewer.
      if (meant || !membership.has(conversation, id)) bell.urge();
      else bell.ring();
    },
    async close() {
      ending.abort();
      bell.urge();
      await running;
    },
  };
}

/** Its own words, and that it came. */
const isOwn = ({ type, author, body }: WireEvent, id: string): boolean =>
  author === id || (type === 'member.joined' && body['user'] === id);

/** Who waits hears every ringing, also one from before; a silence is broken only by what is urgent. */
function createBell() {
  let rung = false;
  let urgent = false;
  let listener: (() => void) | undefined;
  const ring = (): void => {
    rung = true;
    listener?.();
  };
  const listen = (until: () => boolean, ms?: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        listener = undefined;
        [rung, urgent] = [false, false];
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      listener = () => {
        if (until()) done();
      };
      listener();
    });
  return {
    ring,
    urge(): void {
      urgent = true;
      ring();
    },
    calm(): void {
      urgent = false;
    },
    isUrgent: (): boolean => urgent,
    heard: () => listen(() => rung),
    silence: (ms: number) => listen(() => urgent, ms),
  };
}
