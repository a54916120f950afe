// A team's own server, asked for updates: by its key or not at all, as everything is that goes there.
import type { Agent } from 'node:http';
import { z } from 'zod';
import { requestJson } from '../../node/jsonRequest.ts';
import { createPinnedAgent } from '../../node/pinnedAgent.ts';
import { Failure, Refusal } from '../../shared/errors.ts';
import { UpdateFeed, updateLimits } from '../../shared/updates.ts';
import type { Contacted } from '../door.ts';
import { baseOf, type Entry, hostAndPort } from '../place.ts';

export type ServerUse<T> = (base: string, agent: Agent | undefined) => Promise<T>;

/** Lends an agent that speaks with that server only. */
export async function withServer<T>(
  entry: Entry,
  contacted: Contacted,
  use: ServerUse<T>,
): Promise<T> {
  const { host, port } = hostAndPort(entry.address);
  contacted(host, port);
  if (entry.trust.kind === 'none') return use(baseOf(entry), undefined);
  const agent = createPinnedAgent(entry.trust);
  try {
    return await use(baseOf(entry), agent);
  } finally {
    agent.destroy();
  }
}

/** What the team is offered, unchecked; null for nothing. Throws UPDATE_UNREADABLE, UNREACHABLE, KEY_CHANGED. */
export async function askFeed(
  entry: Entry,
  name: string,
  contacted: Contacted,
): Promise<UpdateFeed | null> {
  const answer = await withServer(entry, contacted, (base, agent) =>
    requestJson(`${base}/updates/${name}`, { agent, limit: updateLimits.feed }),
  ).catch((error: unknown) => {
    // Neither a feed nor any other JSON, or one without end.
    if (!(error instanceof Refusal) || error.code !== 'NOT_LANLINE') throw error;
    throw new Refusal('UPDATE_UNREADABLE', error.message);
  });
  const refused = Refused.safeParse(answer);
  if (refused.success && refused.data.error.code === 'NOT_FOUND') return null;
  if (refused.success) throw new Refusal(refused.data.error.code, refused.data.error.message);
  const feed = UpdateFeed.safeParse(answer);
  if (feed.success) return feed.data;
  const [issue] = feed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new Refusal('UPDATE_UNREADABLE', `${name}: ${where} ${issue?.message ?? ''}`);
}

const Refused = z.object({ ok: z.literal(false), error: Failure });
