// Before there is a connection: what an address leads to, and joining the team behind it.
import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { commands } from '../shared/commands.ts';
import { Id } from '../shared/entities.ts';
import { Failure, Refusal } from '../shared/errors.ts';
import { DEFAULT_PORT, PROTOCOL_VERSION, TeamInfo } from '../shared/protocol.ts';

const timeoutMs = 5000;
const answerLimit = 64 * 1024;

export type Place = { base: string; address: string };

/** Makes sense of host, host:port, [::1]:port or http://host:port. Throws INVALID. */
export function parseAddress(typed: string): Place {
  const text = typed.trim().replace(/^http:\/\//i, '');
  const invalid = new Refusal('INVALID', `not an address: ${typed}`, { field: 'address' });
  // Another scheme than http, because for http URL would drop a port 80 that was typed.
  const url = URL.canParse(`lanline://${text}`) ? new URL(`lanline://${text}`) : undefined;
  if (
    !url ||
    !/^[\p{L}\p{N}[]/u.test(url.hostname) ||
    url.username !== '' ||
    /\s/.test(text) ||
    text.includes('://')
  )
    throw invalid;
  const address = `${url.hostname}:${url.port || DEFAULT_PORT}`;
  if (!URL.canParse(`http://${address}`)) throw invalid;
  return { base: `http://${address}`, address };
}

/** Asks what is there. Throws UNREACHABLE, NOT_LANLINE or UPGRADE_REQUIRED. */
export async function look({ base }: Place): Promise<TeamInfo> {
  const info = TeamInfo.safeParse(await fetchJson(`${base}/api/v1/team`));
  if (!info.success) throw new Refusal('NOT_LANLINE', `${base} is not a Lanline server`);
  const { newest, oldest } = info.data.protocol;
  if (PROTOCOL_VERSION < oldest || PROTOCOL_VERSION > newest)
    throw new Refusal(
      'UPGRADE_REQUIRED',
      `protocol ${PROTOCOL_VERSION}; the server speaks ${oldest} to ${newest}`,
    );
  return info.data;
}

/** What a newcomer asks with: made and kept before asking, so that asking again finds the same person. */
export const Ticket = z.object({
  address: z.string(),
  name: z.string(),
  id: Id,
  token: z.string(),
  device: z.string(),
});
export type Ticket = z.infer<typeof Ticket>;

export const newTicket = (address: string, name: string): Ticket => ({
  address,
  name,
  id: uuidv7(),
  token: randomBytes(32).toString('base64url'),
  device: hostname().slice(0, 80),
});

/** Joins with a ticket. Throws the server's refusal (NAME_TAKEN, INVALID) or what `look` throws. */
export async function join({ base }: Place, { id, name, token, device }: Ticket) {
  const input = { id, name, token, device };
  const body = JSON.stringify({ name: 'team.join', input });
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  const answer = await fetchJson(`${base}/api/v1/commands`, request);
  const refused = z.object({ ok: z.literal(false), error: Failure }).safeParse(answer);
  if (refused.success) {
    const { code, message, field } = refused.data.error;
    throw new Refusal(code, message, field === undefined ? {} : { field });
  }
  const joined = z
    .object({ ok: z.literal(true), value: commands['team.join'].output })
    .safeParse(answer);
  if (!joined.success)
    throw new Refusal('NOT_LANLINE', `${base} did not answer as a Lanline server`);
  return joined.data.value;
}

async function fetchJson(url: string, request: RequestInit = {}): Promise<unknown> {
  let text: string;
  try {
    const response = await fetch(url, {
      ...request,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await limitedText(response);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
    const code = cause && 'code' in cause ? String(cause.code) : '';
    // Something answers, but not in HTTP (a printer, a database), or it sends us elsewhere.
    if (cause?.name === 'HTTPParserError' || cause?.message.includes('redirect'))
      throw new Refusal('NOT_LANLINE', `${url}: ${cause.message}`);
    throw new Refusal('UNREACHABLE', `${url}: ${code || String(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('NOT_LANLINE', `${url} did not answer in JSON`);
  }
}

/** A stranger's answer may be endless. */
async function limitedText(response: Response): Promise<string> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.length > answerLimit) throw new Refusal('NOT_LANLINE', 'the answer is too long');
  }
  return text;
}
