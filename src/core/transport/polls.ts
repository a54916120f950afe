// Asking again and again: the ways that work wherever a single request does. Commands go by POST.
import { z } from 'zod';
import { fail, Refusal } from '../../shared/errors.ts';
import { Signal } from '../../shared/events.ts';
import { EventsPage } from '../../shared/listening.ts';
import { ACK_TIMEOUT_MS, HEAD_INTERVAL_MS } from '../../shared/protocol.ts';
import { createAsker } from './asker.ts';
import { within } from './bounded.ts';
import { createEnding } from './ending.ts';
import { framesOf } from './frames.ts';
import { createPollPace } from './pollPace.ts';
import { createSpeaking } from './speaking.ts';
import type { Opens, Server, Transport, TransportListener } from './transport.ts';
import { checkVersion } from './version.ts';

/** Shorter than proxies wait, which often is half a minute. Seconds. */
const usualWait = 25;
/** Of what the server may ask us to wait, at most so much. Milliseconds. */
const longestRest = 30_000;

type Kind = { way: 'longPoll' | 'poll'; /** Seconds. */ wait: number };

/** Resolve with the first answer; reject with UPGRADE_REQUIRED, TIMEOUT and what the asker does. */
export const connectLongPoll: Opens = (to, listener, patienceMs) =>
  connect({ way: 'longPoll', wait: to.waitSeconds ?? usualWait }, to, listener, patienceMs);
export const connectPoll: Opens = (to, listener, patienceMs) =>
  connect({ way: 'poll', wait: 0 }, to, listener, patienceMs);

/** What passes by may be of a newer server's kind, which is nothing to us. */
const Page = EventsPage.extend({ signals: z.array(z.unknown()).default([]) });
type Page = z.infer<typeof Page>;

async function connect(
  { way, wait }: Kind,
  to: Server,
  listener: TransportListener,
  patienceMs = ACK_TIMEOUT_MS,
): Promise<Transport> {
  const asker = createAsker(to);
  const pace = createPollPace(wait > 0);
  const ending = createEnding(listener, () => {
    asker.close();
    pace.stop();
  });
  const { request, signal } = createSpeaking(asker, ending.down);

  async function ask(query: Record<string, string | number>, timeoutMs: number): Promise<Page> {
    const search = new URLSearchParams({ signals: '1' });
    if (to.mailbox !== undefined) search.set('mailbox', to.mailbox);
    for (const [name, value] of Object.entries(query)) search.set(name, String(value));
    const answer = await asker.value(`/api/v1/events?${search.toString()}`, { timeoutMs });
    const page = Page.safeParse(answer);
    if (page.success) return page.data;
    throw new Refusal('NOT_LANLINE', 'a page of events is not understood');
  }

  /** Asks for what is behind the cursor until the connection ends. */
  async function go({ epoch, next }: Page): Promise<void> {
    let since = next;
    let toldAt = performance.now();
    while (!ending.over) {
      const page = await ask({ since, epoch, wait }, wait * 1000 + ACK_TIMEOUT_MS).catch(rest);
      if (ending.over || !page) continue;
      if (page.next < since) throw new Refusal('NOT_LANLINE', 'the cursor goes back');
      hear(page, since, listener);
      if (performance.now() - toldAt >= HEAD_INTERVAL_MS) {
        toldAt = performance.now();
        listener.signal({ type: 'head', pos: page.head });
      }
      if (page.events.length + page.signals.length > 0) pace.busy();
      const more = page.next > since && page.next < page.head;
      since = page.next;
      if (!more) await pace.pause();
    }
  }

  /** Who asks too often is told how long to be quiet. Everything else ends the connection. */
  async function rest(error: unknown): Promise<undefined> {
    const { code, retryAfterMs = 1000 } = fail(error).error;
    if (code !== 'RATE_LIMITED') throw error;
    await pace.pause(Math.min(longestRest, retryAfterMs));
  }

  try {
    const open = async (): Promise<Page> => {
      await checkVersion(asker, to.base, patienceMs);
      return ask({}, patienceMs);
    };
    const first = await within(patienceMs, open(), 'no first answer');
    hear(first, first.next, listener);
    void go(first).catch((error: unknown) => ending.down(fail(error).error));
  } catch (error) {
    ending.close();
    throw error;
  }
  return {
    way: () => way,
    request(name, input) {
      pace.busy();
      return request(name, input);
    },
    signal,
    close: ending.close,
  };
}

function hear(page: Page, since: number, listener: TransportListener): void {
  for (const frame of framesOf(page.events, since)) listener.events(frame);
  for (const said of page.signals) {
    const signal = Signal.safeParse(said);
    if (signal.success) listener.signal(signal.data);
  }
}
