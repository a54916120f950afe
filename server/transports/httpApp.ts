// Koa: health, what anyone may know of the team, and commands over POST.
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { fail, Refusal } from '../../src/shared/errors.ts';
import { OLDEST_PROTOCOL, PROTOCOL_VERSION, type TeamInfo } from '../../src/shared/protocol.ts';
import type { Authenticate } from '../auth.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { Stream } from '../stream.ts';

export type HttpParts = {
  store: Pick<Store, 'team' | 'countPeople'>;
  stream: Pick<Stream, 'head'>;
  authenticate: Authenticate;
  dispatch: Dispatch;
  log: Log;
};

export function createHttpApp({ store, stream, authenticate, dispatch, log }: HttpParts): Koa {
  const router = new Router();
  const startedAt = performance.now();

  router.get('/healthz', (context) => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    context.body = { status: 'ok', head: stream.head, uptimeSeconds: seconds };
  });

  router.get('/api/v1/team', async (context) => {
    const info: TeamInfo = {
      product: 'lanline',
      protocol: { newest: PROTOCOL_VERSION, oldest: OLDEST_PROTOCOL },
      team: store.team,
      people: await store.countPeople(),
      door: 'open',
    };
    context.body = info;
  });

  // Joining comes this way, before there is a token; everything else needs one.
  router.post('/api/v1/commands', async (context) => {
    const token = /^Bearer (\S+)$/.exec(context.get('authorization'))?.[1];
    const actor = token === undefined ? null : await authenticate(token);
    const outcome = await dispatch(actor, context.request.body);
    context.status = outcome.ok ? 200 : statusOf(outcome.error.code);
    context.body = outcome;
  });

  const app = new Koa();
  app.on('error', (error: unknown) => log.error({ error }, 'request failed'));
  app.use(async (context, next) => {
    context.set('X-Content-Type-Options', 'nosniff');
    context.set('Cache-Control', 'no-store');
    try {
      await next();
    } catch (error) {
      const failure = fail(bodyRefusal(error));
      context.status = statusOf(failure.error.code);
      context.body = failure;
      if (failure.error.code === 'INTERNAL') log.error({ error }, 'request failed');
    }
  });
  app.use(bodyParser({ enableTypes: ['json'], jsonLimit: '128kb', jsonStrict: true }));
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}

/** The body parser's own errors are the caller's mistakes. */
function bodyRefusal(error: unknown): unknown {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) return new Refusal('TOO_LARGE', 'the request is too large');
  if (status === 400) return new Refusal('INVALID', 'the body is not JSON');
  return error;
}

const statuses: Partial<Record<string, number>> = {
  INVALID: 400,
  UNKNOWN_COMMAND: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_MEMBER: 403,
  NOT_FOUND: 404,
  NAME_TAKEN: 409,
  ID_CONFLICT: 409,
  CURSOR_GONE: 410,
  TOO_LARGE: 413,
  UPGRADE_REQUIRED: 426,
  RATE_LIMITED: 429,
  STORAGE_FULL: 507,
  CLOSING: 503,
  STORAGE_BUSY: 503,
};
const statusOf = (code: string): number => statuses[code] ?? 500;
