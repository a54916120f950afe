// `POST /hooks/KEY`: what other programs say in a channel. Whoever has the key may, by the same rules as
// the person the hook is: dispatch, policies, limits.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import Router from '@koa/router';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { Id } from '../../src/shared/entities.ts';
import { Refusal, unwrap } from '../../src/shared/errors.ts';
import { parse } from '../../src/shared/parse.ts';
import type { Dispatch } from '../dispatch.ts';
import { hashKey } from '../domain/hooks.ts';
import { readHookBody } from '../hooks/body.ts';
import type { HooksUsed } from '../hooks/used.ts';
import type { Store } from '../store/store.ts';
import type { Throttle } from '../throttle.ts';
import { originOf } from './identify.ts';

const mostBytes = 64 * 1024;

/** Sent again with the same key, it is said once. */
const Keyed = z
  .object({
    'idempotency-key': z
      .string()
      .toLowerCase()
      .pipe(Id.or(z.literal(''))),
  })
  .transform(({ 'idempotency-key': key }) => ({ id: key === '' ? uuidv7() : key }));

export type HookParts = {
  store: Pick<Store, 'hookByKey'>;
  dispatch: Dispatch;
  throttle: Pick<Throttle, 'token'>;
  hooksUsed: Pick<HooksUsed, 'touch'>;
  /** Whoever comes over this socket is known. */
  admit(socket: Socket): void;
};

/** To be mounted before anything reads bodies: here they are texts, whatever their type says. */
export function createHookRouter(parts: HookParts): Router {
  const { store, dispatch, throttle, hooksUsed, admit } = parts;
  const router = new Router();

  router.post('/hooks/:key', async (context) => {
    const origin = originOf(context.req);
    const hook = await findHook(context.params['key'] ?? '', origin);
    admit(context.req.socket);
    const bytes = await readBody(context.req);
    const text = readHookBody(context.get('content-type'), bytes);
    const { id } = parse(Keyed, { 'idempotency-key': context.get('idempotency-key') });
    const input = { id, conversation: hook.conversation, text };
    const outcome = await dispatch(
      { actor: hook.id, origin, scopes: ['send'] },
      { name: 'message.send', input },
    );
    const value = unwrap(outcome);
    hooksUsed.touch(hook.id);
    context.body = { ok: true, value };
  });

  /** A wrong key counts like a wrong token, and is told no more than that there is no such hook. */
  async function findHook(key: string, origin: string) {
    try {
      return await throttle.token(origin, async () => {
        const found = await store.hookByKey(hashKey(key));
        if (!found) throw new Refusal('UNAUTHENTICATED', 'no such hook');
        return found;
      });
    } catch (error) {
      if (error instanceof Refusal && error.code === 'UNAUTHENTICATED')
        throw new Refusal('NOT_FOUND', 'no such hook');
      throw error;
    }
  }

  return router;
}

/** Throws TOO_LARGE as soon as it is; what still comes is not kept. */
async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const tooLarge = (): Refusal =>
    new Refusal('TOO_LARGE', `more than ${mostBytes} bytes`, { field: 'body' });
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge();
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
      else reject(tooLarge());
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Refusal('INVALID', 'the body ended early')));
  });
}
