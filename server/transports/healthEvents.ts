// `GET /health/events`: the server's health as it changes, for pages that anybody may look at. Without a token, so
// there is room for a limited number.
import type Router from '@koa/router';
import type { ServerResponse } from 'node:http';
import { type Failure, fail, Refusal } from '../../src/shared/errors.ts';
import { KEEPALIVE_MS } from '../../src/shared/listening.ts';
import type { Health, HealthBoard } from '../health.ts';
import { isLoopback, placeOf } from '../peers.ts';
import { answerFailure } from './answers.ts';
import { originOf } from './identify.ts';
import { eventStreamHeaders } from './sse.ts';

/** In all; a fifth of them from one place. This computer itself has no such limit: a proxy sits there. */
export const MOST_ONLOOKERS = 100;
/** What changes is told this often at most. Milliseconds. */
const gatherMs = 1000;
/** Who leaves so much unread is gone. Bytes. */
const mostUnread = 16 * 1024;

export type HealthEvents = ReturnType<typeof createHealthEvents>;

export function createHealthEvents(health: Pick<HealthBoard, 'now'>) {
  const onlookers = new Map<ServerResponse, string>();
  let timer: NodeJS.Timeout | undefined;
  let told = { text: '', at: 0 };

  function look(): void {
    const now = health.now();
    const text = essence(now);
    const quiet = performance.now() - told.at < KEEPALIVE_MS;
    if (text === told.text && quiet) return;
    told = { text, at: performance.now() };
    for (const response of onlookers.keys()) {
      if (response.writableLength > mostUnread) response.destroy();
      else response.write(block(now));
    }
  }

  function leave(response: ServerResponse): void {
    onlookers.delete(response);
    if (onlookers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  function mayCome(origin: string): boolean {
    const place = placeOf(origin);
    const ofPlace = [...onlookers.values()].filter((other) => other === place).length;
    return onlookers.size < MOST_ONLOOKERS && (isLoopback(origin) || ofPlace < MOST_ONLOOKERS / 5);
  }

  return {
    addTo(router: Router): void {
      router.get('/health/events', (context) => {
        const origin = originOf(context.req);
        if (!mayCome(origin)) {
          answerFailure(context, full);
          context.status = 503;
          return;
        }
        const { res: response } = context;
        if (context.method === 'HEAD') {
          context.status = 200;
          return context.set(eventStreamHeaders);
        }
        context.respond = false;
        response.on('error', () => {});
        response.once('close', () => leave(response));
        onlookers.set(response, placeOf(origin));
        response.writeHead(200, eventStreamHeaders);
        response.write(`retry: 5000\n${block(health.now())}`);
        timer ??= setInterval(look, gatherMs);
      });
    },
    close(): void {
      for (const response of onlookers.keys()) response.end();
    },
  };
}

const full: Failure = fail(
  new Refusal('RATE_LIMITED', 'too many look on already', { retryAfterMs: 30_000 }),
).error;

/** That time passes is no news. */
const essence = ({ head, people, messages }: Health): string => `${head} ${people} ${messages}`;

const block = (health: Health): string => `event: health\ndata: ${JSON.stringify(health)}\n\n`;
