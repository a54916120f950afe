// What anybody may ask without a token: whether the server is well, which team this is, and its key.
import type Router from '@koa/router';
import {
  type KeyInfo,
  OLDEST_PROTOCOL,
  PROTOCOL_VERSION,
  type TeamInfo,
} from '../../src/shared/protocol.ts';
import type { HealthBoard } from '../health.ts';
import type { Store } from '../store/store.ts';

export type OpenParts = {
  store: Pick<Store, 'team'>;
  countPeople(): Promise<number>;
  health: Pick<HealthBoard, 'now'>;
  keyInfo(): KeyInfo;
};

export function addOpenRoutes(router: Router, parts: OpenParts): void {
  const { store, countPeople, health, keyInfo } = parts;

  router.get('/healthz', (context) => {
    context.body = health.now();
  });

  router.get('/api/v1/team', async (context) => {
    const info: TeamInfo = {
      product: 'lanline',
      protocol: { newest: PROTOCOL_VERSION, oldest: OLDEST_PROTOCOL },
      team: store.team,
      people: await countPeople(),
    };
    context.body = info;
  });

  // Asked without a token, by clients that met another key than the one they know.
  router.get('/api/v1/key', (context) => {
    context.body = keyInfo();
  });
}
