// "Check the network", told what this app knows: its teams, and where people tried to look.
import type { Contacts } from './contacts.ts';
import type { DiscoveryChoice } from './lookout.ts';
import type { Membership } from './membership.ts';
import { createNetworkCheck, type NetworkCheck } from './netcheck/networkCheck.ts';
import type { HostedTeam, KnownTeam } from './netcheck/teams.ts';

export type CheckingParts = {
  teams(): Membership[];
  /** Addresses that were typed lately. */
  looked(): string[];
  /** `false`: this app calls out to nobody, and checking does not, either. */
  discovery: DiscoveryChoice | false;
  contacts: Contacts;
};

export function createChecking({
  teams,
  looked,
  discovery,
  contacts,
}: CheckingParts): NetworkCheck {
  return createNetworkCheck({
    teams: () => teams().map(known),
    hosted: () => teams().flatMap(hosted),
    looked,
    discovery,
    note: contacts.note,
  });
}

const known = (membership: Membership): KnownTeam => {
  const { name, address, trust } = membership.account;
  const { state } = membership.state().link;
  return { name, address, link: state, trust, hosted: membership.account.hosted !== null };
};

function hosted({ account, hosting }: Membership): HostedTeam[] {
  if (!account.hosted || !hosting) return [];
  return [{ name: account.name, port: account.hosted.port, state: hosting }];
}
