// The four words of a team's key, once they are worked out: they take a processor's time, and a start has
// better uses for it.
import { isKnown, wordsOf } from '../node/words.ts';
import type { Trust } from '../shared/trust.ts';

/** Nobody compares them in the first seconds. */
const afterMs = 2_000;

export type TeamWordsParts = {
  trust(): Trust;
  changed(): void;
  failed(error: unknown): void;
};

export function createTeamWords({ trust, changed, failed }: TeamWordsParts) {
  let words: string | null = null;
  const now = trust();
  const soon = now.kind === 'pin' && !isKnown(now.pin) ? afterMs : 0;
  const timer = setTimeout(tell, soon);

  async function look(): Promise<void> {
    const of = trust();
    const known = of.kind === 'pin' ? await wordsOf(of.pin) : null;
    // Another key may be believed by now.
    if (of !== trust() || known === words) return;
    words = known;
    changed();
  }
  function tell(): void {
    look().catch(failed);
  }

  return {
    /** Null where there are none, or not yet. */
    get text(): string | null {
      return words;
    },
    /** Another key is believed. */
    tell,
    close: (): void => clearTimeout(timer),
  };
}
