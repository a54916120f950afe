// One person speaks at a steady rate, and others listen, all in the same way.
import { median, percentile } from '../numbers.ts';
import type { WayName } from '../ways/plan.ts';
import type { Target } from './dialects.ts';
import { listeners as ways } from './listeners/byName.ts';
import type { Listener } from './listeners/listener.ts';
import { openSpeaker, type Speaker } from './speaker.ts';
import type { Traffic } from './wire.ts';

/** Nothing may take longer than this to arrive. */
const patienceMs = 30_000;
/** How many come at once. */
const together = 50;

export type Heard = {
  /** From the moment the command left to the moment a listener had the event, of what was said in the window. Ms. */
  p50: number;
  p95: number;
  p99: number;
  /** Until the speaker knew it stored, the median: what all ways have in common, and what the machine made of it. Ms. */
  stored: number;
  /** In the window. */
  said: number;
  delivered: number;
  traffic: Traffic;
  /** What share of a core this process needed. */
  busy: number;
};

export function createAudience() {
  const traffic: Traffic = { bytes: 0, requests: 0 };
  let listeners: Listener[] = [];
  let failure: Error | undefined;
  const fail = (error: Error): void => void (failure ??= error);
  /** When each message left, by its number, and how long it took to each listener. */
  let left: number[] = [];
  let took: number[][] = [];
  let safe: number[] = [];
  let delivered = 0;
  let speaker: Speaker | undefined;
  let window = mark();

  function mark() {
    const now = { at: performance.now(), cpu: process.cpuUsage() };
    return { ...now, said: left.length, delivered, traffic: { ...traffic } };
  }

  function hear(text: string): void {
    const now = performance.now();
    for (const [, number] of text.matchAll(/#(\d+)#/g)) {
      delivered += 1;
      took[Number(number)]?.push(now - (left[Number(number)] ?? 0));
    }
  }

  function onStored(number: number): void {
    safe[number] = performance.now() - (left[number] ?? 0);
  }

  async function settled(): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (delivered < left.length * listeners.length) {
      if (failure) throw failure;
      if (performance.now() > deadline)
        throw new Error(`${left.length * listeners.length - delivered} deliveries never came`);
      await pause(20);
    }
    if (took.some(({ length }) => length > listeners.length))
      throw new Error('something was delivered twice');
  }

  function dismiss(): void {
    speaker?.close();
    for (const listener of listeners) listener.close();
    listeners = [];
  }

  return {
    /** Adds listeners until there are `count`. The first person of the team is the one who speaks. */
    async listen(where: Target, way: WayName, count: number): Promise<void> {
      while (listeners.length < count) {
        const first = listeners.length;
        const group = { length: Math.min(together, count - first) };
        const opened = Array.from(group, (_, n) =>
          ways[way]({
            port: where.port,
            token: where.tokens?.[first + n + 1] ?? '',
            traffic,
            place: { index: first + n, of: count },
            hear,
            fail,
          }),
        );
        listeners.push(...(await Promise.all(opened)));
      }
    },

    /** Begins to speak, every `everyMs`, and resolves after `leadMs`: from then on it counts. */
    async begin(where: Target, everyMs: number, leadMs: number): Promise<void> {
      [left, took, safe, delivered] = [[], [], [], 0];
      speaker ??= await openSpeaker(where, onStored, fail);
      speaker.begin(everyMs, performance.now() + leadMs, () => {
        took.push([]);
        return left.push(performance.now()) - 1;
      });
      await pause(leadMs);
      window = mark();
    },

    /** Stops speaking; what was said until now has been heard when it resolves. */
    async end(): Promise<Heard> {
      speaker?.stop();
      const end = mark();
      await settled();
      const times = took.slice(window.said, end.said).flat();
      const cpu = end.cpu.user + end.cpu.system - window.cpu.user - window.cpu.system;
      return {
        p50: percentile(times, 0.5),
        p95: percentile(times, 0.95),
        p99: percentile(times, 0.99),
        stored: median(safe.slice(window.said, end.said).filter(Number.isFinite)),
        said: end.said - window.said,
        delivered: end.delivered - window.delivered,
        traffic: {
          bytes: end.traffic.bytes - window.traffic.bytes,
          requests: end.traffic.requests - window.traffic.requests,
        },
        busy: cpu / 1000 / (end.at - window.at),
      };
    },
    dismiss,
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
