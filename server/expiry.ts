// Tokens that end while somebody is connected by them: their connections end then, like those of a
// device that is shut out.
import type { Authenticate, Holder } from './auth.ts';
import type { Stream } from './stream.ts';

/** No timer counts beyond 2^31 ms, and the wall clock may be set. */
const lookMs = 3_600_000;

export function createExpiry(stream: Pick<Stream, 'publish' | 'head'>) {
  const timers = new Map<string, NodeJS.Timeout>();

  function wait(device: string, expiresAt: number): void {
    const left = expiresAt - Date.now();
    if (left <= 0) return end(device);
    const timer = setTimeout(() => wait(device, expiresAt), Math.min(left, lookMs));
    timers.set(device, timer.unref());
  }

  function end(device: string): void {
    timers.delete(device);
    const { head } = stream;
    const dropped = [{ devices: [device], users: [], behind: head }];
    const nothing = { outcomes: [], events: [], signals: [], hooks: [] };
    stream.publish({ ...nothing, dropped, floor: head, head });
  }

  return {
    /** The same check, which remembers when whoever passes it has to go. */
    watch:
      (authenticate: Authenticate): Authenticate =>
      async (token) => {
        const holder: Holder = await authenticate(token);
        const { device, expiresAt } = holder;
        if (expiresAt !== null && !timers.has(device)) wait(device, expiresAt);
        return holder;
      },
    close(): void {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
