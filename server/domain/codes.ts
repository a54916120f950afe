// What a code opens: only its hash is kept, and whatever is wrong with it gets one answer.
import { createHash } from 'node:crypto';
import { Refusal } from '../../src/shared/errors.ts';
import type { InviteRecord, Tx, View } from '../store/tx.ts';
import type { Reading } from './handler.ts';
import { personOf } from './people.ts';
import { mayInvite, reaches } from './roles.ts';

export const hashCode = (code: string): Uint8Array => createHash('sha256').update(code).digest();

/** Says nothing of what is wrong with the code. */
export const unopened = (): Refusal => new Refusal('INVITE_INVALID', 'this code opens nothing');

/** The invite that this code opens the door with. Throws INVITE_INVALID, whatever it is that is wrong. */
export async function openInvite(view: View, code: string): Promise<InviteRecord> {
  const open: InviteRecord[] = [];
  for (const invite of await view.invitesByCode(hashCode(code)))
    if (await isOpen(view, invite)) open.push(invite);
  const [invite] = open;
  // Two with one spoken code: neither says whom it was meant for.
  if (!invite || open.length > 1) throw unopened();
  return invite;
}

/** Counts one use; call it once the door was passed. */
export async function useInvite(tx: Tx, { id, uses, used }: InviteRecord): Promise<void> {
  const last = uses !== null && used + 1 >= uses;
  await tx.updateInvite({ id, used: used + 1, endedAt: last ? tx.now : null });
}

/** Neither ended nor expired. */
export const isRunning = ({ endedAt, expiresAt }: InviteRecord, now: number): boolean =>
  endedAt === null && (expiresAt === null || expiresAt > now);

async function isOpen(view: View, invite: InviteRecord): Promise<boolean> {
  return isRunning(invite, view.now) && (await stands(view, invite));
}

/** An invite is worth what its maker may do today: a shut out admin's links open nothing. */
async function stands(view: View, invite: InviteRecord): Promise<boolean> {
  if (invite.founding) return (await view.activePeople('owner')).length === 0;
  const receiver = invite.user === null ? null : await view.person(invite.user);
  if (receiver === undefined || receiver?.active === false) return false;
  if (invite.createdBy === view.teamId) return true;
  const maker = await view.person(invite.createdBy);
  if (!maker?.active) return false;
  if (receiver) return maker.id === receiver.id || reaches(maker.role, receiver.role);
  return mayInvite(maker.role, invite.role, (await view.team()).door);
}

/** What a code would do, for anybody who has it. */
export const lookInvite: Reading<'invite.look'> = async (view, _asker, { code }) => {
  const { role, user } = await openInvite(view, code);
  if (user === null) return { role, person: null };
  const { id, name, role: current } = await personOf(view, user);
  return { role: current, person: { id, name } };
};
