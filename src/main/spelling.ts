// What the menu over a marked word needs of the core.
import type { Client } from '../core/client.ts';

export type Speller = {
  /** Up to five, the likeliest first; none where they do not come soon. */
  suggest(word: string): Promise<string[]>;
  learn(word: string): Promise<void>;
};

/** Somebody has pressed a button and waits for the menu. */
const patienceMs = 1_500;

export function createSpeller(client: Promise<Client>): Speller {
  return {
    async suggest(word) {
      const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs));
      const asked = client.then((core) => core.call('spelling.suggest', { word }));
      const answer = await Promise.race([asked, late]).catch(() => null);
      return answer?.ok ? (answer.value as string[]) : [];
    },
    async learn(word) {
      const core = await client;
      const answer = await core.call('spelling.learn', { word });
      if (!answer.ok) core.notice(answer.error);
    },
  };
}
