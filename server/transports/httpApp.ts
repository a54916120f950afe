// Koa: health, what anyone may know of the team and its key, and commands over POST.
import type { Socket } from 'node:net';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { type Failure, fail, Refusal } from '../../src/shared/errors.ts';
import {
  type KeyInfo,
  OLDEST_PROTOCOL,
  PROTOCOL_VERSION,
  type TeamInfo,
} from '../../src/shared/protocol.ts';
import type { Authenticate } from '../auth.ts';
import type { Dispatch } from '../dispatch.ts';
import { type HostCheck, isOwnOrigin } from '../hosts.ts';
import type { Log } from '../log.ts';
import { peerAddress } from '../peers.ts';
import type { Store } from '../store/store.ts';
import type { Stream } from '../stream.ts';
import type { Throttle } from '../throttle.ts';

export type HttpParts = {
  store: Pick<Store, 'team'>;
  countPeople(): Promise<number>;
  stream: Pick<Stream, 'head'>;
  authenticate: Authenticate;
  dispatch: Dispatch;
  throttle: Pick<Throttle, 'token'>;
  allowed: HostCheck;
  /** Whoever comes over this socket is known. */
  admit(socket: Socket): void;
  keyInfo(): KeyInfo;
  log: Log;
};

export function createHttpApp(parts: HttpParts): Koa {
  const {
    store,
    countPeople,
    stream,
    authenticate,
    dispatch,
    throttle,
    allowed,
    admit,
    keyInfo,
    log,
  } = parts;
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
      people: await countPeople(),
    };
    context.body = info;
  });

  // Asked without a token, by clients that met another key than the one they know.
  router.get('/api/v1/key', (context) => {
    context.body = keyInfo();
  });

  // Joining comes this way, before there is a token; everything else needs one.
  router.post('/api/v1/commands', async (context) => {
    const token = /^Bearer (\S+)$/.exec(context.get('authorization'))?.[1];
    // The connection's own address; what a header says of it is anybody's word.
    const origin = peerAddress(context.req.socket.remoteAddress);
    const holder =
      token === undefined ? null : await throttle.token(origin, () => authenticate(token));
    if (holder) admit(context.req.socket);
    const frame = context.request.body;
    const outcome = await dispatch(
      { actor: holder?.user ?? null, origin, device: holder?.device },
      frame,
    );
    if (outcome.ok) context.body = outcome;
    else answerFailure(context, outcome.error);
  });

  const app = new Koa();
  app.on('error', (error: unknown) => log.error({ error }, 'request failed'));
  app.use(async (context, next) => {
    context.set('X-Content-Type-Options', 'nosniff');
    context.set('Cache-Control', 'no-store');
    try {
      if (allowed(context.req)) await next();
      else refuseStranger(context);
    } catch (error) {
      const failure = fail(bodyRefusal(error));
      answerFailure(context, failure.error);
      if (failure.error.code === 'INTERNAL') log.error({ error }, 'request failed');
    }
  });
  app.use(bodyParser({ enableTypes: ['json'], jsonLimit: '128kb', jsonStrict: true }));
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}

/** 421 tells an honest client that it has the wrong name for this server (RFC 9110). */
function refuseStranger(context: Koa.Context): void {
  const own = isOwnOrigin(context.req);
  const why = own ? 'this server is not known by this Host' : 'not for pages of another Origin';
  answerFailure(context, fail(new Refusal('FORBIDDEN', why)).error);
  if (own) context.status = 421;
}

function answerFailure(context: Koa.Context, error: Failure): void {
  context.status = statusOf(error.code);
  if (error.retryAfterMs !== undefined)
    context.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1000)));
  context.body = { ok: false, error };
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
  REVOKED: 401,
  DEACTIVATED: 403,
  FORBIDDEN: 403,
  INVITE_INVALID: 403,
  INVITE_NEEDED: 403,
  DECLINED: 403,
  NOT_MEMBER: 403,
  NOT_FOUND: 404,
  NAME_TAKEN: 409,
  ALREADY_IN: 409,
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
