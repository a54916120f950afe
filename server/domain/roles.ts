// Who asks, and how far their role reaches: whom it may change, and whom it may let in.
import { type DoorPolicy, type Role, roles } from '../../src/shared/entities.ts';

/** Who asks. The system is the server's own console: it may do what an owner may, but is no person. */
export type Asker = { id: string; role: Role; system: boolean };

/** Whether `role` may do what `wanted` may. */
export const atLeast = (role: Role, wanted: Role): boolean =>
  roles.indexOf(role) <= roles.indexOf(wanted);

/** Owners reach everybody, admins members and guests: whom they may change, and what they may make of people. */
export const reaches = (role: Role, other: Role): boolean =>
  role === 'owner' || (role === 'admin' && !atLeast(other, 'admin'));

/** Where everybody may walk in, members may as well hand out invites. */
export const mayInvite = (role: Role, as: Role, door: DoorPolicy): boolean =>
  reaches(role, as) || (role === 'member' && door === 'open' && !atLeast(as, 'admin'));
