// Speaking over HTTP: any command, and, for those who have but `curl`, a message in one line.
import type Router from '@koa/router';
import type Koa from 'koa';
import { uuidv7 } from 'uuidv7';
import { type Outcome, Refusal } from '../../src/shared/errors.ts';
import type { Caller, Dispatch } from '../dispatch.ts';
import { answerFailure } from './answers.ts';
import { type Identify, originOf } from './identify.ts';
import type { UnderWay } from './underWay.ts';

export type CommandParts = { identify: Identify; dispatch: Dispatch; underWay: UnderWay };

export function addCommandRoutes(
  router: Router,
  { identify, dispatch, underWay }: CommandParts,
): void {
  // Joining comes this way, before there is a token; everything else needs one.
  router.post('/api/v1/commands', async (context) => {
    if (context.is('json', '+json') === false)
      throw new Refusal('INVALID', 'send JSON: content-type: application/json', {
        field: 'content-type',
      });
    const holder = await identify.identify(context.req);
    if (holder) underWay(holder.user, context.res);
    const caller: Caller = {
      actor: holder?.user ?? null,
      origin: originOf(context.req),
      device: holder?.device,
      scopes: holder?.scopes,
    };
    answer(context, await dispatch(caller, context.request.body));
  });

  /** The body is the text, or JSON with the input of `message.send`; `id` may be left out. */
  router.post('/api/v1/conversations/:conversation/messages', async (context) => {
    const holder = await identify.member(context.req);
    underWay(holder.user, context.res);
    const body: unknown = context.request.body;
    const given = typeof body === 'string' ? { text: body.replace(/\r?\n$/, '') } : body;
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw new Refusal('INVALID', 'send a text, or JSON with one', { field: 'text' });
    const key = context.get('idempotency-key').toLowerCase();
    const input = {
      id: key === '' ? uuidv7() : key,
      ...given,
      conversation: context.params['conversation'],
    };
    const { user: actor, device, scopes } = holder;
    const caller: Caller = { actor, origin: originOf(context.req), device, scopes };
    answer(context, await dispatch(caller, { name: 'message.send', input }));
  });
}

function answer(context: Koa.Context, outcome: Outcome<unknown>): void {
  if (outcome.ok) context.body = outcome;
  else answerFailure(context, outcome.error);
}
