// Where everybody seems to be on this computer (behind a proxy, or a container's published port), nobody
// can tell who is near: there spoken codes can be turned off.
import { z } from 'zod';
import { isSpoken } from '../src/shared/door.ts';
import { fail, Refusal } from '../src/shared/errors.ts';
import type { Dispatch } from './dispatch.ts';
import { unopened } from './domain/codes.ts';

const Spoken = z.object({
  name: z.enum(['team.join', 'invite.look', 'invite.create', 'device.invite']),
  input: z.object({ code: z.string().refine(isSpoken) }),
});

/** The same dispatch, where spoken codes open nothing and none are made. */
export function withoutSpoken(dispatch: Dispatch): Dispatch {
  return async (caller, frame) => {
    const spoken = Spoken.safeParse(frame).data;
    if (!spoken) return dispatch(caller, frame);
    const shown = spoken.name === 'team.join' || spoken.name === 'invite.look';
    return fail(
      shown
        ? unopened()
        : new Refusal('FORBIDDEN', 'spoken codes are turned off here', { field: 'code' }),
    );
  };
}
