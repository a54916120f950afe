// Calls about letting people in: invites, and who waits at the door.
import { uuidv7 } from 'uuidv7';
import { newLinkCode, newSpokenCode } from '../../node/codes.ts';
import type { TeamCall } from '../../shared/api.ts';
import { type Invite, isSpoken, SPOKEN_CODE_MS } from '../../shared/door.ts';
import { formatInviteLink } from '../../shared/inviteLink.ts';
import type { OpenInvite } from '../../shared/rows.ts';
import type { Membership } from '../membership.ts';
import { reach } from '../reach.ts';
import type { TeamHandlers } from './handlers.ts';

type Call = Extract<
  TeamCall,
  `invite.${string}` | `invites.${string}` | `request.${string}` | `requests.${string}`
>;

export const inviteCalls: TeamHandlers<Call> = {
  'invites.list': async ({ team }) => (await team.ask('invite.list', {})).invites,
  async 'invite.create'(membership, wanted) {
    const code = newLinkCode();
    const asked = { id: uuidv7(), code, ...wanted };
    const { invite } = await membership.team.ask('invite.create', asked);
    return openInvite(membership, invite, code);
  },
  async 'invite.speak'(membership) {
    const code = newSpokenCode();
    const asked = { id: uuidv7(), code, expiresIn: SPOKEN_CODE_MS, uses: 1 };
    const { invite } = await membership.team.ask('invite.create', asked);
    return openInvite(membership, invite, code);
  },
  async 'invite.revoke'({ team }, { invite }) {
    await team.ask('invite.revoke', { invite });
  },
  'requests.list': ({ team }) => team.requests.list(),
  async 'request.answer'({ team }, answer) {
    await team.ask('request.answer', { id: uuidv7(), ...answer });
    await team.requests.refresh();
  },
};

/** The invite with what only this computer knows of it. */
export function openInvite(membership: Membership, invite: Invite, code: string): OpenInvite {
  const { addresses, pin } = reach(membership);
  const link = formatInviteLink({ code, addresses, pin, team: membership.account.name });
  return { invite, link, code: isSpoken(code) ? code : null };
}
