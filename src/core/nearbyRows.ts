// What is in sight on this network, as the window shows it.
import { wordsOf } from '../node/words.ts';
import type { NearbyTeam as Seen } from '../shared/discovery.ts';
import type { NearbyTeam } from '../shared/rows.ts';
import type { Account } from './account.ts';

export type NearbyRowsParts = {
  accounts(): Account[];
  push(rows: NearbyTeam[]): void;
};

/** `show` pushes the list at once, and again with the words as they become known. */
export function createNearbyRows({ accounts, push }: NearbyRowsParts) {
  /**
   * By pin, in the order in which the window shows them: as they were first seen. Null: not known yet. Words cost some
   * 40 ms each, and anybody may announce any number of keys: who was seen before them does not wait for theirs.
   */
  const words = new Map<string, string | null>();
  let shown: Seen[] = [];
  let learning = false;

  function isJoined({ team, pin }: Seen): boolean {
    return accounts().some(({ team: mine, trust }) =>
      trust.kind === 'pin' ? trust.pin === pin : mine === team,
    );
  }

  function tell(): void {
    const rows = shown.map((seen) => {
      const { identity: key, team, name, people, pin } = seen;
      const hosts = seen.hosts.map(({ host, port }) => `${host}:${port}`);
      return {
        key,
        team,
        name,
        people,
        address: hosts[0] ?? '',
        hosts,
        words: pin === null ? null : (words.get(pin) ?? null),
        secure: pin !== null,
        joined: isJoined(seen),
      };
    });
    push(rows);
  }

  function take(list: Seen[]): void {
    shown = list;
    const pins = new Set(list.flatMap(({ pin }) => pin ?? []));
    for (const pin of words.keys()) if (!pins.has(pin)) words.delete(pin);
    for (const pin of pins) if (!words.has(pin)) words.set(pin, null);
  }

  const nextPin = (): string | undefined =>
    [...words].find(([, computed]) => computed === null)?.[0];

  /** All that are shown, one at a time; no more than the list is long. */
  async function learn(): Promise<void> {
    if (learning) return;
    learning = true;
    try {
      for (let pin = nextPin(); pin !== undefined; pin = nextPin()) {
        const computed = await wordsOf(pin);
        // Gone meanwhile, perhaps.
        if (!words.has(pin)) continue;
        words.set(pin, computed);
        tell();
      }
    } finally {
      learning = false;
    }
  }

  return {
    show(list: Seen[]): void {
      take(list);
      tell();
      void learn().catch(() => undefined);
    },
  };
}
