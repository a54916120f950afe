// Finding a team's server again that is not where it was. What is seen on the network only tells
// where to ask: nothing counts before the server there has shown the key that we know.
import type { Account } from './account.ts';
import { firstOf } from './firstOf.ts';
import type { Lookout } from './lookout.ts';
import type { Log } from './log.ts';

/** An address that did not answer is not asked again sooner, however often it is shouted. Milliseconds. */
const againMs = 3000;

export type FollowingParts = {
  account(): Account;
  answersAt(address: string): Promise<boolean>;
  lookout: Lookout;
  /** Our server answers here. */
  found(address: string): void;
  log: Log;
};

export function createFollowing({ account, answersAt, lookout, found, log }: FollowingParts) {
  const asked = new Map<string, number>();
  let release: (() => void) | undefined;
  let busy = false;

  /** Where it might be: seen there with our key, or met there before. */
  function candidates(): string[] {
    const { trust, address, addresses } = account();
    const now = performance.now();
    for (const [other, at] of asked) if (now - at >= againMs) asked.delete(other);
    // Without a key there is nothing to know our server by: only where it was before counts.
    const seen = lookout
      .list()
      .filter(({ pin }) => trust.kind === 'pin' && pin === trust.pin)
      .flatMap(({ hosts }) => hosts.map(({ host, port }) => `${host}:${port}`));
    const before = addresses.filter((other) => other !== address);
    return [...new Set([...seen, ...before])].filter((other) => !asked.has(other));
  }

  async function seek(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (let some = candidates(); release && some.length > 0; some = candidates()) {
        for (const address of some) asked.set(address, performance.now());
        const address = await firstOf(some, ours).catch(() => undefined);
        if (address === undefined || !release) continue;
        log('info', 'the server is here now', { address });
        return found(address);
      }
    } finally {
      busy = false;
    }
  }

  async function ours(address: string): Promise<string> {
    const right = await answersAt(address).catch(() => false);
    lookout.judge(account().trust, address, right);
    if (!right) throw new Error(`${address} is not our server`);
    return address;
  }

  return {
    /** The server does not answer: to be called after each failed try. */
    start(): void {
      release ??= lookout.watch(() => void seek());
      void seek();
    },
    /** Somebody wants it now: whoever was asked a moment ago is asked again. */
    hurry: (): void => asked.clear(),
    stop(): void {
      release?.();
      release = undefined;
      asked.clear();
    },
  };
}
