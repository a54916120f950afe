// The computers of a person: seen, and shut out.
import { Refusal } from '../../src/shared/errors.ts';
import { done, type Handler, type Reading } from './handler.ts';
import { endDeviceInvites } from './invites.ts';

/** Effective at once: open connections end, and codes for further devices with them. */
export const revokeDevice: Handler<'device.revoke'> = {
  async run(tx, _actor, { device: id }) {
    const device = await tx.device(id);
    if (!device) throw new Refusal('NOT_FOUND', 'no such device');
    if (device.revokedAt !== null) return { duplicate: true };
    await tx.revokeDevice(id);
    await endDeviceInvites(tx, device.user);
    return { dropped: { devices: [id] } };
  },
  answer: done,
};

export const listDevices: Reading<'device.list'> = async (view, asker, { user = asker?.id }) => {
  const all = user === undefined ? [] : await view.devices(user);
  return {
    devices: all
      .filter(({ revokedAt }) => revokedAt === null)
      .map(({ id, user: owner, name, createdAt, lastSeenAt, scopes, expiresAt }) => ({
        id,
        user: owner,
        name,
        createdAt,
        lastSeenAt,
        ...(scopes && { scopes: [...scopes] }),
        ...(expiresAt !== null && { expiresAt }),
      })),
  };
};
