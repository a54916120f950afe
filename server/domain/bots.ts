// Bots: programs among the people, and the tokens they come with.
import { Refusal } from '../../src/shared/errors.ts';
import type { Tx } from '../store/tx.ts';
import { done, type Handler } from './handler.ts';
import { addNewcomer, hashToken, personOf } from './people.ts';

/** Tokens of one bot that work. */
const tokensPerBot = 50;

export const createBot: Handler<'bot.create'> = {
  knowsItself: true,
  async run(tx, actor, { id, token, tokenName, expiresIn, scopes, about, channels, ...args }) {
    const tokenHash = hashToken(token);
    if (await isBack(tx, id, id, tokenHash)) return { duplicate: true };
    await refuseTakenId(tx, id);
    for (const channel of new Set(channels)) await refuseClosed(tx, actor, channel);
    const events = await addNewcomer(tx, {
      ...args,
      id,
      tokenHash,
      device: tokenName,
      channels: [...new Set(channels)],
      bot: { about, scopes, expiresAt: expiresIn && tx.now + expiresIn },
    });
    return { events };
  },
  answer: async (tx, _actor, { id }) => ({ bot: await personOf(tx, id) }),
};

export const addToken: Handler<'bot.token'> = {
  knowsItself: true,
  async run(tx, _actor, { id, bot, token, name, scopes, expiresIn }) {
    const tokenHash = hashToken(token);
    if (await isBack(tx, id, bot, tokenHash)) return { duplicate: true };
    const working = (await tx.devices(bot)).filter(
      (device) =>
        device.revokedAt === null && (device.expiresAt === null || device.expiresAt > tx.now),
    );
    if (working.length >= tokensPerBot)
      throw new Refusal('TOO_LARGE', `more than ${tokensPerBot} tokens`, { field: 'bot' });
    const expiresAt = expiresIn && tx.now + expiresIn;
    await tx.addDevice({ id, user: bot, name, tokenHash, scopes, expiresAt });
    return {};
  },
  answer: done,
};

/** Throws ID_CONFLICT for an id that somebody or something has. */
export async function refuseTakenId(tx: Tx, id: string): Promise<void> {
  if (id === tx.teamId || (await tx.person(id)) || (await tx.device(id)) || (await tx.request(id)))
    throw new Refusal('ID_CONFLICT', 'this id is in use', { field: 'id' });
}

/** Whether this very token was made before. Throws ID_CONFLICT for another one with its id, or its id with another. */
async function isBack(tx: Tx, id: string, user: string, tokenHash: Uint8Array): Promise<boolean> {
  const device = await tx.device(id);
  if (device?.user === user && Buffer.from(device.tokenHash).equals(tokenHash)) return true;
  if (device || (await tx.deviceByToken(tokenHash)))
    throw new Refusal('ID_CONFLICT', 'this id or token is in use');
  return false;
}

/** Nobody brings a bot to where they could not bring a person. */
async function refuseClosed(tx: Tx, actor: string, channel: string): Promise<void> {
  const found = await tx.conversation(channel);
  const hidden = found?.private && !(await tx.isMember(channel, actor));
  if (found?.kind !== 'channel' || hidden)
    throw new Refusal('NOT_FOUND', 'no such channel', { field: 'channels' });
  if (found.archived)
    throw new Refusal('FORBIDDEN', 'this channel is archived', { field: 'channels' });
}
