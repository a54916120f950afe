// What the console shows of a server: where it is, what to compare, which link to open.
import { renderUnicodeCompact } from 'uqr';
import { formatInviteLink } from '../../src/shared/inviteLink.ts';
import type { Status } from '../status.ts';

type Place = Pick<Status, 'team' | 'link'>;

export const linkFor = ({ team, link }: Place, code: string): string =>
  formatInviteLink({ code, ...link, team: team.name });

/** Where it is and how it is known, for a person. */
export function describePlace({
  addresses,
  words,
  secure,
}: Pick<Status, 'addresses' | 'words' | 'secure'>): string {
  return [
    'In the app, pick the team from the list, or type',
    ...indent(addresses),
    'and compare these words with those that the app shows:',
    ...indent([words]),
    ...(secure
      ? []
      : ['Programs may also come unencrypted, by http://: what they send can be read by others.']),
    '',
  ].join('\n');
}

/** A link with its QR code, under what it is for. */
export const describeLink = (what: string, link: string): string =>
  [what, ...indent([link]), '', renderUnicodeCompact(link, { ecc: 'L', border: 2 }), ''].join('\n');

export const describeOwnerLink = (link: string): string =>
  describeLink('It has no owner yet. Whoever opens this link in the app first, owns it:', link);

const indent = (lines: string[]): string[] => lines.map((line) => `    ${line}`);
