// What somebody might do next in a conversation, chosen by chance among what they see.
import type { MessageRow } from '../../src/shared/timelineRows.ts';
import type { Cabled } from './person.ts';
import type { Random } from './random.ts';

const emoji = ['👍', '🎉', '👀', '❤️'] as const;

/** Does one thing, with or without a connection; answers a word for it. */
export async function doSomething(
  who: Cabled,
  conversation: string,
  random: Random,
  text: string,
): Promise<string> {
  const me = await who.me();
  const kept = (await who.messages(conversation)).filter(({ seq }) => seq !== null);
  if (kept.length === 0 || random.below(4) === 0) return send({});
  const row = random.pick(kept);
  const target = row.seq ?? 0;
  const own = random.pick([row, ...kept.filter(({ author }) => author === me)]);

  async function send(parts: object): Promise<string> {
    await who.call('message.send', { conversation, text, ...parts });
    return Object.keys(parts).join('+') || 'send';
  }
  const doings: Record<string, () => Promise<unknown>> = {
    reply: () => send({ reply: target }),
    thread: () => send({ thread: rootOf(row) }),
    broadcast: () => send({ thread: rootOf(row), broadcast: true }),
    forward: () => send({ forward: { conversation, seq: target } }),
    announce: () => send({ acknowledge: true }),
    acknowledge: () => who.call('message.acknowledge', { conversation, target }),
    edit: () => who.call('message.edit', { conversation, target: own.seq ?? 0, text }),
    delete: () => who.call('message.delete', { conversation, target: own.seq ?? 0 }),
    react: () =>
      who.call('reaction.set', {
        conversation,
        target,
        emoji: random.pick(emoji),
        on: random.below(3) > 0,
      }),
    pin: () => who.call('pin.set', { conversation, target, on: random.below(3) > 0 }),
    save: () => who.call('saved.set', { conversation, target, on: random.below(3) > 0 }),
    favourite: () => who.call('preference.set', { conversation, favourite: random.below(2) === 0 }),
    unread: () => who.call('preference.set', { conversation, unreadFrom: target }),
    read: () => who.call('conversation.read', { conversation, seq: target }),
    readThread: () => who.call('thread.read', { conversation, thread: rootOf(row), seq: target }),
    topic: () => who.call('conversation.set', { conversation, topic: text }),
  };
  const name = random.pick(Object.keys(doings));
  await doings[name]?.();
  return `${name} ${target}`;
}

const rootOf = (row: MessageRow): number => row.thread ?? row.seq ?? 0;
