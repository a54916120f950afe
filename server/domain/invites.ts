// Making invites and ending them.
import { randomUUID } from 'node:crypto';
import { DEVICE_LINK_MS, type Invite, isSpoken, SPOKEN_CODE_MS } from '../../src/shared/door.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { InviteRecord, Tx } from '../store/tx.ts';
import { hashCode, isRunning } from './codes.ts';
import { done, type Handler, type Reading } from './handler.ts';
import { personOf } from './people.ts';
import { atLeast } from './roles.ts';
import { sweepDoor } from './sweepDoor.ts';

/** Invites that one person may have open. */
const openPerPerson = 1000;

export const createInvite: Handler<'invite.create'> = {
  async run(tx, actor, { id, code, role, expiresIn, uses, channels }) {
    if (await wasMade(tx, actor, id, code)) return { duplicate: true };
    const spoken = isSpoken(code);
    const rooms = role === 'guest' ? [...new Set(channels)] : [];
    for (const room of rooms) {
      const found = await tx.conversation(room);
      const hidden = found?.private && !(await tx.isMember(room, actor));
      if (found?.kind !== 'channel' || hidden)
        throw new Refusal('NOT_FOUND', 'no such channel', { field: 'channels' });
    }
    const forSpoken = Math.min(expiresIn ?? SPOKEN_CODE_MS, SPOKEN_CODE_MS);
    await addInvite(tx, actor, code, {
      id,
      role,
      user: null,
      lasts: spoken ? forSpoken : expiresIn,
      uses: spoken ? 1 : uses,
      channels: rooms,
    });
    return {};
  },
  answer: (tx, _actor, { id }) => inviteAnswer(tx, id),
};

/** For oneself from the first device, or for somebody who lost theirs. */
export const inviteDevice: Handler<'device.invite'> = {
  async run(tx, actor, { id, code, user }) {
    if (await wasMade(tx, actor, id, code)) return { duplicate: true };
    const { role, active } = await personOf(tx, user);
    if (!active) throw new Refusal('FORBIDDEN', 'this person is deactivated', { field: 'user' });
    await addInvite(tx, actor, code, {
      id,
      role,
      user,
      lasts: isSpoken(code) ? SPOKEN_CODE_MS : DEVICE_LINK_MS,
      uses: 1,
      channels: [],
    });
    return {};
  },
  answer: (tx, _actor, { id }) => inviteAnswer(tx, id),
};

export const revokeInvite: Handler<'invite.revoke'> = {
  async run(tx, _actor, { invite: id }) {
    const invite = await tx.invite(id);
    if (invite?.endedAt === null) await tx.updateInvite({ ...invite, endedAt: tx.now });
    return {};
  },
  answer: done,
};

/** A device that is shut out must not leave a way back in behind. */
export async function endDeviceInvites(tx: Tx, user: string): Promise<void> {
  for (const invite of await tx.invites())
    if (invite.user === user) await tx.updateInvite({ ...invite, endedAt: tx.now });
}

/** Puts an invite for the first owner in place of an earlier one; nothing happens while there is an owner. */
export async function offerOwnership(tx: Tx, code: string): Promise<void> {
  if ((await tx.activePeople('owner')).length > 0) return;
  for (const invite of await tx.invites())
    if (invite.founding) await tx.updateInvite({ ...invite, endedAt: tx.now });
  const [id, founding] = [randomUUID(), true];
  const terms = { id, role: 'owner' as const, user: null, lasts: null, uses: 1, channels: [] };
  await addInvite(tx, tx.teamId, code, { ...terms, founding });
}

/** Admins see all that are open, members what they made themselves. */
export const listInvites: Reading<'invite.list'> = async (view, asker) => {
  const all = (await view.invites()).filter((invite) => isRunning(invite, view.now));
  const seesAll = asker !== null && atLeast(asker.role, 'admin');
  const seen = seesAll ? all : all.filter(({ createdBy }) => createdBy === asker?.id);
  return { invites: seen.map(toInvite) };
};

type Terms = Pick<InviteRecord, 'id' | 'role' | 'user' | 'uses' | 'channels'> & {
  /** Milliseconds from now; null for ever. */
  lasts: number | null;
  founding?: boolean;
};

async function addInvite(
  tx: Tx,
  createdBy: string,
  code: string,
  { lasts, ...terms }: Terms,
): Promise<void> {
  const { now } = tx;
  await sweepDoor(tx);
  const own = (await tx.invites()).filter(
    (invite) => invite.createdBy === createdBy && isRunning(invite, now),
  );
  if (own.length >= openPerPerson)
    throw new Refusal('RATE_LIMITED', 'too many invites are open', { retryAfterMs: 60_000 });
  await tx.addInvite({
    founding: false,
    ...terms,
    codeHash: hashCode(code),
    spoken: isSpoken(code),
    createdBy,
    createdAt: now,
    expiresAt: lasts === null ? null : now + lasts,
    used: 0,
    endedAt: null,
  });
}

/** Whether this very invite was made before. Throws ID_CONFLICT for another one with its id. */
async function wasMade(tx: Tx, actor: string, id: string, code: string): Promise<boolean> {
  const earlier = await tx.invite(id);
  if (!earlier) return false;
  if (earlier.createdBy === actor && Buffer.from(earlier.codeHash).equals(hashCode(code)))
    return true;
  throw new Refusal('ID_CONFLICT', 'this id names another invite');
}

async function inviteAnswer(tx: Tx, id: string): Promise<{ invite: Invite }> {
  const invite = await tx.invite(id);
  if (!invite) throw new Refusal('INTERNAL', 'made no invite');
  return { invite: toInvite(invite) };
}

const toInvite = ({
  codeHash: _code,
  founding: _founding,
  endedAt: _end,
  ...invite
}: InviteRecord) => invite satisfies Invite;
