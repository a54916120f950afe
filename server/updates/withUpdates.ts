// The commands about updates also know the folder, which the store does not: around the dispatch.
import { z } from 'zod';
import { fail, Refusal } from '../../src/shared/errors.ts';
import { Version } from '../../src/shared/updates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Updates } from './folder.ts';

const Offer = z.object({
  name: z.literal('update.offer'),
  input: z.object({ version: Version }),
});
const List = z.object({ name: z.literal('update.list') });

/** The same dispatch: what is listed has its versions, and only what is there is offered. */
export function withUpdates(dispatch: Dispatch, updates: Pick<Updates, 'list' | 'has'>): Dispatch {
  return async (caller, frame) => {
    if (List.safeParse(frame).success) {
      const outcome = await dispatch(caller, frame);
      if (!outcome.ok) return outcome;
      return { ok: true, value: { ...(outcome.value as object), versions: await updates.list() } };
    }
    const offer = Offer.safeParse(frame).data;
    if (!offer) return dispatch(caller, frame);
    // Whoever may not see what is there is not told either.
    const seen = await dispatch(caller, { name: 'update.list', input: {} });
    if (!seen.ok) return seen;
    const { version } = offer.input;
    if (!(await updates.has(version)))
      return fail(new Refusal('NOT_FOUND', `no version ${version} in the folder`));
    return dispatch(caller, frame);
  };
}
