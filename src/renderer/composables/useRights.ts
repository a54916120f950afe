// What one may do with the others: the window offers nothing that the server would refuse. The server
// decides (server/policies.ts); this only spares people buttons that lead nowhere.
import { computed } from 'vue';
import type { DoorPolicy, Role } from '../../shared/entities.ts';
import type { PersonRow } from '../../shared/rows.ts';
import { roles } from '../rules.ts';
import { usePeople } from '../stores/people.ts';
import { useSession } from '../stores/session.ts';

type Somebody = Pick<PersonRow, 'id' | 'role' | 'active' | 'bot'>;

/** `me` undefined: nothing is known yet, so nothing is offered. */
export function rightsOf(
  me: Somebody | undefined,
  door: DoorPolicy,
  everybody: readonly Somebody[],
) {
  const role = me?.active ? me.role : undefined;
  /** Lets people in, names the team, sees all invites. */
  const rules = role === 'owner' || role === 'admin';
  /** Decides how newcomers get in without an invite. */
  const keepsDoor = role === 'owner';
  /** Lets hooks send to this computer and network. */
  const opensNetwork = role === 'owner';

  /** The roles a link of one's own may give, the usual one first; none: may not invite. */
  function linkRoles(): Role[] {
    if (role === 'owner') return ['member', 'guest', 'admin'];
    return role === 'admin' || (role === 'member' && door === 'open') ? ['member', 'guest'] : [];
  }

  /** Name, computers, whether active; of oneself only through one's own profile and settings. */
  const manages = (person: Somebody): boolean =>
    person.id !== me?.id &&
    (role === 'owner' ||
      (role === 'admin' && (person.role === 'member' || person.role === 'guest')));

  /** A team without an owner could never change its admins again. */
  const lastOwner = (person: Somebody): boolean =>
    person.role === 'owner' &&
    person.active &&
    !everybody.some((one) => one.id !== person.id && one.role === 'owner' && one.active);

  /** What a person may be made, their own role included; none: it stays as it is. */
  function rolesFor(person: Somebody): readonly Role[] {
    if (lastOwner(person)) return [];
    if (role === 'owner' && !person.bot) return roles;
    return manages(person) ? ['member', 'guest'] : [];
  }

  return { rules, keepsDoor, opensNetwork, linkRoles: linkRoles(), manages, lastOwner, rolesFor };
}

export function useRights() {
  const people = usePeople();
  const session = useSession();
  return computed(() =>
    rightsOf(people.byId.get(session.me), session.team?.door ?? 'invite', people.all),
  );
}
