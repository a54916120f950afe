// What time a team's server has: the Date that comes with every HTTP answer.
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createPinnedAgent } from '../../node/pinnedAgent.ts';
import type { KnownTeam } from './teams.ts';

/** How far the server's clock is ahead of ours, ms, to about a second; null when it cannot be told. Never throws. */
export function serverAhead(
  { trust }: Pick<KnownTeam, 'trust'>,
  { host, port }: { host: string; port: number },
  timeoutMs = 2500,
): Promise<number | null> {
  // The key is checked as for everything else, so that nobody in between sets our clock.
  const agent = trust.kind === 'none' ? undefined : createPinnedAgent(trust);
  const request = agent ? secureRequest : plainRequest;
  const startedAt = Date.now();
  return new Promise<number | null>((resolve) => {
    const options = {
      host,
      port,
      agent,
      path: '/api/v1/team',
      signal: AbortSignal.timeout(timeoutMs),
    };
    const asked = request(options, (answer) => {
      const middle = (startedAt + Date.now()) / 2;
      const theirs = Date.parse(answer.headers.date ?? '');
      // A Date has whole seconds only: it is half a second behind on average.
      resolve(Number.isNaN(theirs) ? null : theirs + 500 - middle);
      asked.destroy();
    });
    asked.on('error', () => resolve(null));
    asked.end();
  }).finally(() => agent?.destroy());
}
