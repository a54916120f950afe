// Calls about people: oneself, others, their computers and their pictures.
import { uuidv7 } from 'uuidv7';
import { newLinkCode, newSpokenCode } from '../../node/codes.ts';
import type { TeamCall } from '../../shared/api.ts';
import { readAvatar } from '../avatars.ts';
import type { TeamHandlers } from './handlers.ts';
import { openInvite } from './invites.ts';

type Call = Extract<
  TeamCall,
  | `people.${string}`
  | `person.${string}`
  | `profile.${string}`
  | `device.${string}`
  | `devices.${string}`
  | `avatar.${string}`
>;

export const peopleCalls: TeamHandlers<Call> = {
  'people.list': ({ team }) => team.changes.listPeople(),
  async 'person.set'({ team }, changed) {
    await team.ask('person.set', { id: uuidv7(), ...changed });
  },
  async 'profile.set'({ team }, profile) {
    await team.ask('profile.set', { id: uuidv7(), ...profile });
  },

  async 'devices.list'({ team, account }, { user }) {
    const { devices } = await team.ask('device.list', user === undefined ? {} : { user });
    // Who joined before there was a list came with a computer that carries the person's own id.
    const mine = account.device ?? account.me;
    return devices.map((device) => ({ ...device, current: device.id === mine }));
  },
  async 'device.revoke'({ team }, { device }) {
    await team.ask('device.revoke', { device });
  },
  async 'device.invite'(membership, { user, spoken }) {
    const { team, account } = membership;
    const code = spoken ? newSpokenCode() : newLinkCode();
    const asked = { id: uuidv7(), code, user: user ?? account.me };
    const { invite } = await team.ask('device.invite', asked);
    return openInvite(membership, invite, code);
  },

  async 'avatar.set'({ team }, { image }) {
    const base64 = image && Buffer.from(image).toString('base64');
    await team.ask('avatar.set', { id: uuidv7(), image: base64 });
  },
  'avatar.get': ({ team, folder }, { avatar }) =>
    readAvatar(folder, avatar, async () => (await team.ask('avatar.get', { avatar })).image),
};
