// Changing oneself, and changing others.
import type { Person } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { Tx } from '../store/tx.ts';
import type { Handler } from './handler.ts';
import { endDeviceInvites } from './invites.ts';
import { changed, personOf, refuseTakenName } from './people.ts';

export const setProfile: Handler<'profile.set'> = {
  async run(tx, actor, { name, about }) {
    await refuseTakenName(tx, name, actor);
    return { events: [changed(tx, { ...(await personOf(tx, actor)), name, about })] };
  },
};

/** Names, roles, shutting out and taking back. A team always keeps somebody who can do all of that. */
export const setPerson: Handler<'person.set'> = {
  async run(tx, _actor, { user, name, role, active }) {
    const before = await personOf(tx, user);
    const after = {
      ...before,
      name: name ?? before.name,
      role: role ?? before.role,
      active: active ?? before.active,
    };
    if (name !== undefined) await refuseTakenName(tx, name, user);
    await refuseLastOwner(tx, before, after);
    const events = [changed(tx, after)];
    if (after.active) return { events };
    await endDeviceInvites(tx, user);
    return { events, dropped: { users: [user] } };
  },
};

async function refuseLastOwner(tx: Tx, before: Person, after: Person): Promise<void> {
  const isOwner = (person: Person): boolean => person.role === 'owner' && person.active;
  if (!isOwner(before) || isOwner(after)) return;
  if ((await tx.activePeople('owner')).length > 1) return;
  throw new Refusal('FORBIDDEN', 'a team needs an owner', {
    field: after.active ? 'role' : 'active',
  });
}
