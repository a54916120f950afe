// Calls about bots and hooks. What opens a door is made here, told to the server, answered once, and
// kept nowhere.
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { TeamCall } from '../../shared/api.ts';
import type { OpenToken } from '../../shared/botCalls.ts';
import type { Scope } from '../../shared/bots.ts';
import { curlLine, webAddress } from '../curlLine.ts';
import type { Membership } from '../membership.ts';
import type { TeamHandlers } from './handlers.ts';

type Call = Extract<TeamCall, `bot.${string}` | `hook.${string}` | `hooks.${string}`>;

export const botCalls: TeamHandlers<Call> = {
  async 'bot.create'(membership, wanted) {
    const asked = { id: uuidv7(), token: newSecret(), ...wanted };
    const { bot } = await membership.team.ask('bot.create', asked);
    return openToken(membership, { bot: bot.id, ...asked });
  },
  async 'bot.token'(membership, wanted) {
    const asked = { id: uuidv7(), token: newSecret(), ...wanted };
    await membership.team.ask('bot.token', asked);
    const rows = await membership.team.changes.listConversations();
    const inside = rows.filter((row) => row.kind === 'channel' && row.members.includes(asked.bot));
    return openToken(membership, { ...asked, channels: inside.map(({ id }) => id) });
  },

  'hooks.list': async ({ team }) => (await team.ask('hook.list', {})).hooks,
  async 'hook.create'(membership, wanted) {
    const key = randomBytes(16).toString('base64url');
    const { hook } = await membership.team.ask('hook.create', { id: uuidv7(), key, ...wanted });
    const path = `/hooks/${key}`;
    const curl = curlLine(membership, path, ['-d "backup finished"']);
    return { hook, url: `${webAddress(membership)}${path}`, curl };
  },
  async 'hook.outgoing'({ team }, wanted) {
    const secret = newSecret();
    const { hook } = await team.ask('hook.outgoing', { id: uuidv7(), secret, ...wanted });
    return { hook, secret };
  },
  async 'hook.remove'({ team }, aimed) {
    await team.ask('hook.remove', { id: uuidv7(), ...aimed });
  },
  'hook.failed': async ({ team }, aimed) => (await team.ask('hook.failed', aimed)).failed,
  async 'hook.replay'({ team }, aimed) {
    await team.ask('hook.replay', { id: uuidv7(), ...aimed });
  },
  async 'hook.discard'({ team }, aimed) {
    await team.ask('hook.discard', { id: uuidv7(), ...aimed });
  },
};

/** 256 bits in base64url. */
const newSecret = (): string => randomBytes(32).toString('base64url');

type Made = { bot: string; token: string; scopes: readonly Scope[]; channels: readonly string[] };

/** With a line that says something in the first of the bot's channels, or else listens. */
function openToken(membership: Membership, { bot, token, scopes, channels }: Made): OpenToken {
  const shown = `-H "Authorization: Bearer ${token}"`;
  const [channel] = channels;
  if (scopes.includes('send') && channel !== undefined) {
    const path = `/api/v1/conversations/${channel}/messages`;
    return { bot, token, curl: curlLine(membership, path, [shown, '-d "Hello from a script"']) };
  }
  const listens = scopes.includes('read');
  return { bot, token, curl: listens ? curlLine(membership, listening, [shown]) : null };
}

const listening = '/api/v1/events?since=0';
