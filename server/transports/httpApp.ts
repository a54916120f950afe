// Koa: what comes by HTTP. Here is what holds for all of it; each kind of route has a file of its own.
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { fail } from '../../src/shared/errors.ts';
import type { HostCheck } from '../hosts.ts';
import type { Log } from '../log.ts';
import { answerFailure, bodyRefusal, refuseStranger } from './answers.ts';
import { addCommandRoutes, type CommandParts } from './commandRoutes.ts';
import { addEventRoutes, type EventParts } from './eventRoutes.ts';
import { addFileRoutes, type FileParts } from './fileRoutes.ts';
import { addFrontPage, answerNothing, type FrontPageParts } from './frontPage.ts';
import type { HealthEvents } from './healthEvents.ts';
import { createHookRouter, type HookParts } from './hookRoutes.ts';
import { addOpenRoutes, type OpenParts } from './openRoutes.ts';
import { addUpdateRoutes, type UpdateParts } from './updateRoutes.ts';

export type HttpParts = OpenParts &
  CommandParts &
  EventParts &
  HookParts &
  FrontPageParts &
  FileParts &
  UpdateParts & { allowed: HostCheck; healthEvents: HealthEvents; requestLog: Log };

const gone: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

/** What `curl -d` sends is a text, whatever it is called. */
const texts = ['text/*', 'application/x-www-form-urlencoded'];

export function createHttpApp(parts: HttpParts): Koa {
  const { allowed, healthEvents, requestLog } = parts;
  const router = new Router();
  addFrontPage(router, parts);
  addFileRoutes(router, parts);
  addUpdateRoutes(router, parts);
  healthEvents.addTo(router);
  addOpenRoutes(router, parts);
  addCommandRoutes(router, parts);
  addEventRoutes(router, parts);

  const app = new Koa();
  // Whoever goes away in the middle of an answer is nobody's error, and would fill the log.
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (!gone.has(error.code ?? '')) requestLog.error({ error }, 'request failed');
  });
  app.use(async (context, next) => {
    context.set('X-Content-Type-Options', 'nosniff');
    context.set('Cache-Control', 'no-store');
    try {
      if (allowed(context.req)) await next();
      else refuseStranger(context);
    } catch (error) {
      const failure = fail(bodyRefusal(error));
      answerFailure(context, failure.error);
      if (failure.error.code === 'INTERNAL') requestLog.error({ error }, 'request failed');
    }
  });
  const hooks = createHookRouter(parts);
  app.use(hooks.routes());
  app.use(hooks.allowedMethods());
  app.use(
    bodyParser({
      enableTypes: ['json', 'text'],
      extendTypes: { text: texts },
      jsonLimit: '128kb',
      textLimit: '128kb',
      jsonStrict: true,
    }),
  );
  app.use(router.routes());
  app.use(router.allowedMethods());
  app.use((context) => {
    if (context.status === 404) answerNothing(context);
  });
  return app;
}
