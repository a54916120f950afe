// Who asks, and the plainest questions about them, which the tables of policies are made of.
import { Refusal } from '../src/shared/errors.ts';
import { type Asker, atLeast } from './domain/roles.ts';
import type { Actor } from './store/store.ts';
import type { View } from './store/tx.ts';

export type Policy<Args> = (view: View, asker: Asker | null, args: Args) => Promise<void>;

/** Finds out who asks. Throws UNAUTHENTICATED, DEACTIVATED, or REVOKED for a device that was shut out. */
export async function recognise(
  view: View,
  actor: Actor,
  device: string | undefined,
): Promise<Asker | null> {
  if (actor === null) return null;
  if (actor === view.teamId) return { id: actor, role: 'owner', system: true };
  const standing = await view.standing(actor, device);
  if (!standing) throw new Refusal('UNAUTHENTICATED', 'nobody of this team');
  if (!standing.active) throw new Refusal('DEACTIVATED', 'this person was deactivated');
  if (standing.shutOut) throw new Refusal('REVOKED', 'this device was shut out');
  return { id: actor, role: standing.role, system: false };
}

/** Throws UNAUTHENTICATED for strangers. */
export function known(asker: Asker | null): Asker {
  if (!asker) throw new Refusal('UNAUTHENTICATED', 'join the team first');
  return asker;
}

export const forbidden = (message: string, field?: string): Refusal =>
  new Refusal('FORBIDDEN', message, field === undefined ? {} : { field });

export const someone: Policy<unknown> = async (_view, asker) => void known(asker);

export const person: Policy<unknown> = async (_view, asker) => {
  if (known(asker).system) throw forbidden('the console is nobody');
};

/** Guests see what they were let into, and no more. */
export const insider: Policy<unknown> = async (_view, asker) => {
  if (!atLeast(known(asker).role, 'member')) throw forbidden('not for guests');
};

export const insidePerson: Policy<unknown> = async (view, asker, args) => {
  await person(view, asker, args);
  await insider(view, asker, args);
};

export const admin: Policy<unknown> = async (_view, asker) => {
  if (!atLeast(known(asker).role, 'admin')) throw forbidden('for owners and admins');
};
