// What is in sight on this network, as the window shows it.
import { wordsOf } from '../node/words.ts';
import type { NearbyTeam as Seen } from '../shared/discovery.ts';
import type { NearbyTeam } from '../shared/rows.ts';
import type { Account } from './account.ts';

/** Words cost some 40 ms each, and anybody may announce any number of keys. */
const mostWords = 50;

export type NearbyRowsParts = {
  accounts(): Account[];
  push(rows: NearbyTeam[]): void;
};

/** `show` pushes the list at once, and again with the words as they become known. */
export function createNearbyRows({ accounts, push }: NearbyRowsParts) {
  const words = new Map<string, string>();
  let shown: Seen[] = [];

  function isJoined({ team, pin }: Seen): boolean {
    return accounts().some(({ team: mine, trust }) =>
      trust.kind === 'pin' ? trust.pin === pin : mine === team,
    );
  }

  function tell(): void {
    const rows = shown.map((seen) => {
      const { identity: key, team, name, people, pin, hosts } = seen;
      const [at] = hosts;
      return {
        key,
        team,
        name,
        people,
        address: at ? `${at.host}:${at.port}` : '',
        words: pin === null ? null : (words.get(pin) ?? null),
        secure: pin !== null,
        joined: isJoined(seen),
      };
    });
    push(rows);
  }

  async function learn(list: Seen[]): Promise<void> {
    const pins = list.map(({ pin }) => pin).filter((pin) => pin !== null);
    for (const pin of pins.slice(0, mostWords)) {
      if (words.has(pin)) continue;
      words.set(pin, await wordsOf(pin));
      // Somebody else's turn: the list has changed meanwhile.
      if (shown !== list) return;
      tell();
    }
  }

  return {
    show(list: Seen[]): void {
      shown = list;
      for (const pin of words.keys()) if (!list.some((seen) => seen.pin === pin)) words.delete(pin);
      tell();
      void learn(list).catch(() => undefined);
    },
  };
}
