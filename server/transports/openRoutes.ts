// What anybody may ask without a token: whether the server is well, which team this is, its key, and what can be asked.
import type Router from '@koa/router';
import {
  type KeyInfo,
  OLDEST_PROTOCOL,
  PROTOCOL_VERSION,
  type TeamInfo,
} from '../../src/shared/protocol.ts';
import type { HealthBoard } from '../health.ts';
import { openApiDocument } from '../openApi/document.ts';
import type { Store } from '../store/store.ts';
import { statusOf } from './answers.ts';

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

  let description: string | undefined;
  router.get('/api/v1/openapi.json', (context) => {
    context.type = 'json';
    context.body = description ??= JSON.stringify(openApiDocument(statusOf));
  });

  // Asked without a token, by clients that met another key than the one they know.
  router.get('/api/v1/key', (context) => {
    context.body = keyInfo();
  });
}
