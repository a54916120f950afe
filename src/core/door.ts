// At a team's door: what a stranger may ask of a server, before there is a connection. Nothing is
// said to a server before it has shown the key that it should have.
import { z } from 'zod';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import {
  type AgentTrust,
  createPinnedAgent,
  type PinnedAgent,
  type Shown,
} from '../node/pinnedAgent.ts';
import { isPlainHttp, type JsonRequest, requestJson } from '../node/jsonRequest.ts';
import { type CommandInput, type CommandOutput, commands } from '../shared/commands.ts';
import { Failure, Refusal, unwrap } from '../shared/errors.ts';
import { KeyInfo, PROTOCOL_VERSION, TeamInfo } from '../shared/protocol.ts';
import { firstOf } from './firstOf.ts';
import { type Address, baseOf, type Entry, hostAndPort } from './place.ts';

/** Hears which host is spoken to, before it is. */
export type Contacted = (host: string, port: number) => void;

/** A server that was found, and what it says of its team. */
export type Door = { entry: Entry; info: TeamInfo };

/** Asks who is there. Throws UNREACHABLE, NOT_LANLINE, UPGRADE_REQUIRED, KEY_CHANGED. */
export async function knock(entry: Entry, contacted: Contacted): Promise<Door> {
  const info = await ask(entry, '/api/v1/team', contacted);
  return { entry, info: understood(entry.address, info) };
}

/**
 * Looks at an address somebody typed, whatever key it has: the entry says what was seen, for joining to hold the server
 * to it; `pin` is null where there is no key of its own. Throws as `knock`.
 */
export async function lookAt(address: Address, contacted: Contacted): Promise<Door> {
  if (address.scheme === 'http')
    return knock({ address: address.address, trust: { kind: 'none' } }, contacted);
  try {
    return await lookAtKey(address, contacted);
  } catch (error) {
    if (address.scheme === 'https' || !isPlainHttp(error)) throw error;
    return knock({ address: address.address, trust: { kind: 'none' } }, contacted);
  }
}

async function lookAtKey({ host, address }: Address, contacted: Contacted): Promise<Door> {
  const named = await see(address, contacted);
  const isName = isIP(host) === 0;
  // A name that the system vouches for is better than a key nobody knows.
  if (isName && named.shown.authorized)
    return { entry: { address, trust: { kind: 'authority', name: host } }, info: named.info };
  const seen = isName ? await seeOwnKey(named, contacted) : named;
  const trust = { kind: 'pin' as const, pin: seen.shown.pin };
  return { entry: { address: seen.address, trust }, info: seen.info };
}

/**
 * To who asks for a name a server may show a certificate by an authority that is unknown here, and that changes each
 * year. Its own key, the one with the words, it shows to who asks for none.
 */
async function seeOwnKey(named: Seen, contacted: Contacted): Promise<Seen> {
  const bare = await numeric(named.address)
    .then((addresses) => firstOf(addresses, (address) => see(address, contacted)))
    .catch(() => named);
  const isOther = bare.info.team.id !== named.info.team.id;
  return isOther || bare.shown.pin === named.shown.pin ? named : bare;
}

type Seen = { address: string; shown: Shown; info: TeamInfo };

async function see(address: string, contacted: Contacted): Promise<Seen> {
  note(address, contacted);
  return withAgent({ kind: 'look' }, async (agent) => {
    const answer = await requestJson(`https://${address}/api/v1/team`, { agent });
    if (!agent.shown) throw new Refusal('UNREACHABLE', `${address} showed no key`);
    return { address, shown: agent.shown, info: understood(address, answer) };
  });
}

async function numeric(address: string): Promise<string[]> {
  const { host, port } = hostAndPort(address);
  const found = await lookup(host, { all: true });
  return found.map(({ family, address: ip }) => `${family === 6 ? `[${ip}]` : ip}:${port}`);
}

/** What a server says of its key and of how that came from earlier ones. Asks without any token. Throws UNREACHABLE, NOT_LANLINE. */
export function askKey(address: string, contacted: Contacted): Promise<KeyInfo> {
  note(address, contacted);
  return withAgent({ kind: 'look' }, async (agent) => {
    const info = KeyInfo.safeParse(await requestJson(`https://${address}/api/v1/key`, { agent }));
    if (!info.success) throw new Refusal('NOT_LANLINE', `${address} does not tell its key`);
    return info.data;
  });
}

type StrangersCommand = 'team.join' | 'invite.look';

/** One of the commands of strangers. Throws the server's refusal (NAME_TAKEN, INVITE_INVALID, …) or what `knock` throws. */
export async function command<N extends StrangersCommand>(
  entry: Entry,
  name: N,
  input: CommandInput<N>,
  contacted: Contacted,
): Promise<CommandOutput<N>> {
  const body = { name, input };
  const answer = await ask(entry, '/api/v1/commands', contacted, { method: 'POST', body });
  const refused = z.object({ ok: z.literal(false), error: Failure }).safeParse(answer);
  if (refused.success) return unwrap(refused.data);
  const { output } = commands[name];
  const kept = z.object({ ok: z.literal(true), value: output }).safeParse(answer);
  if (!kept.success)
    throw new Refusal('NOT_LANLINE', `${entry.address} did not answer as a Lanline server`);
  return kept.data.value as CommandOutput<N>;
}

/** What a server says of itself, if it is one of ours and both understand each other. Throws NOT_LANLINE, UPGRADE_REQUIRED. */
export function understood(address: string, answer: unknown): TeamInfo {
  const info = TeamInfo.safeParse(answer);
  if (!info.success) throw new Refusal('NOT_LANLINE', `${address} is not a Lanline server`);
  const { newest, oldest } = info.data.protocol;
  if (PROTOCOL_VERSION >= oldest && PROTOCOL_VERSION <= newest) return info.data;
  throw new Refusal(
    'UPGRADE_REQUIRED',
    `protocol ${PROTOCOL_VERSION}; the server speaks ${oldest} to ${newest}`,
  );
}

function ask(
  entry: Entry,
  path: string,
  contacted: Contacted,
  request: Omit<JsonRequest, 'agent'> = {},
): Promise<unknown> {
  note(entry.address, contacted);
  const url = baseOf(entry) + path;
  if (entry.trust.kind === 'none') return requestJson(url, request);
  return withAgent(entry.trust, (agent) => requestJson(url, { ...request, agent }));
}

function note(address: string, contacted: Contacted): void {
  const { host, port } = hostAndPort(address);
  contacted(host, port);
}

async function withAgent<T>(
  trust: AgentTrust,
  use: (agent: PinnedAgent) => Promise<T>,
): Promise<T> {
  const agent = createPinnedAgent(trust);
  try {
    return await use(agent);
  } finally {
    agent.destroy();
  }
}
