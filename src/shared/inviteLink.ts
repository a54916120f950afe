// `lanline://join/CODE?a=HOST:PORT&p=PIN&t=TEAM`: written on one screen, opened on another. It comes
// from anywhere, so it is taken apart here, once, and says nothing that is believed without a check.
import { Code } from './door.ts';
import { Refusal } from './errors.ts';
import { Pin } from './trust.ts';

export type InviteLink = {
  code: string;
  /** HOST:PORT, or http://HOST:PORT of a server without encryption; the likeliest first. */
  addresses: string[];
  /** Null for a server whose certificate the system trusts, or one without encryption. */
  pin: string | null;
  /** What the link calls the team; the server's own word counts. */
  team: string;
};

/** Characters; a link of a real server has about 200. */
const longest = 2048;
const mostAddresses = 8;

export const isLanlineLink = (text: string): boolean => /^\s*lanline:/i.test(text);

export function formatInviteLink({ code, addresses, pin, team }: InviteLink): string {
  const query = new URLSearchParams();
  for (const address of addresses.slice(0, mostAddresses)) query.append('a', address);
  if (pin !== null) query.append('p', pin);
  query.append('t', team);
  return `lanline://join/${code}?${query.toString().replaceAll('+', '%20')}`;
}

/** Throws LINK_INVALID for anything that is not a whole invite. */
export function parseInviteLink(text: string): InviteLink {
  const invalid = (why: string): Refusal => new Refusal('LINK_INVALID', `link: ${why}`);
  const link = text.trim();
  if (link.length > longest) throw invalid('too long');
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url?.protocol !== 'lanline:') throw invalid('not a lanline link');
  if (url.host !== 'join') throw invalid('it asks for something unknown');
  const code = Code.safeParse(url.pathname.slice(1));
  if (!code.success) throw invalid('no code');
  const addresses = url.searchParams.getAll('a').filter(isAddress).slice(0, mostAddresses);
  if (addresses.length === 0) throw invalid('no address');
  const given = url.searchParams.get('p');
  const pin = Pin.nullable().safeParse(given);
  if (!pin.success) throw invalid('not a key');
  const team = (url.searchParams.get('t') ?? '').slice(0, 80);
  return { code: code.data, addresses, pin: pin.data, team };
}

/** No path, no user, nothing that another program would understand otherwise. */
const isAddress = (text: string): boolean =>
  /^(https?:\/\/)?(\[[0-9a-f:.%]+\]|[\p{L}\p{N}][\p{L}\p{N}.-]*):\d{1,5}$/iu.test(text);
