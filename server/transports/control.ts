// The console's way in: HTTP over a socket in the data folder. Whoever can open it owns the folder, so
// it speaks for the server itself; it cannot be reached from any network.
import { chmodSync } from 'node:fs';
import { createServer } from 'node:http';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { fail, type Outcome, succeed } from '../../src/shared/errors.ts';
import type { Backup } from '../backup.ts';
import { makeControlPath } from '../controlPath.ts';
import type { Log } from '../log.ts';
import type { Status } from '../status.ts';

export type ControlParts = {
  folder: string;
  /** Runs a command as the server itself. */
  command(frame: unknown): Promise<Outcome<unknown>>;
  status(): Promise<Status>;
  /** Changes the key; answers the status after it. */
  rotateKey(): Promise<Status>;
  backup(): Promise<Backup>;
  log: Pick<Log, 'warn' | 'error'>;
};

/** Listens. Where there can be no such socket the console is missing and the team is not: that is logged. */
export async function createControl(parts: ControlParts): Promise<{ close(): Promise<void> }> {
  const serve = createApp(parts).callback();
  const http = createServer((request, response) => void serve(request, response));
  let remove = (): void => {};
  try {
    const place = makeControlPath(parts.folder);
    remove = place.remove;
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(place.path, resolve);
    });
    if (process.platform !== 'win32') chmodSync(place.path, 0o600);
  } catch (error) {
    parts.log.warn({ error: String(error) }, 'the console cannot reach this server');
  }
  return {
    async close() {
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await closed;
      remove();
    },
  };
}

function createApp({ command, status, rotateKey, backup, log }: ControlParts): Koa {
  const router = new Router();
  router.post('/commands', async (context) => {
    context.body = await command(context.request.body);
  });
  router.get('/status', async (context) => {
    context.body = succeed(await status());
  });
  router.post('/key', async (context) => {
    context.body = succeed(await rotateKey());
  });
  router.post('/backup', async (context) => {
    const { bytes, content } = await backup();
    context.body = content;
    context.length = bytes;
  });

  const app = new Koa();
  app.on('error', (error: unknown) => log.error({ error: String(error) }, 'console'));
  app.use(async (context, next) => {
    try {
      await next();
    } catch (error) {
      context.status = 500;
      context.body = fail(error);
    }
  });
  app.use(bodyParser({ enableTypes: ['json'], jsonLimit: '128kb' }));
  app.use(router.routes());
  return app;
}
