// Somebody in the pictures: a core without a window, or the one behind a window; both are asked alike.
import { setTimeout as pause } from 'node:timers/promises';
import type { CallInput, CallName, CallOutput } from '../../src/shared/api.ts';
import type { MessageParts } from '../../src/shared/messageCommands.ts';

export type Ask = <N extends CallName>(name: N, input?: CallInput<N>) => Promise<CallOutput<N>>;
export type Person = { name: string; ask: Ask };

/** Asks again until there is an answer. */
export async function until<T>(read: () => Promise<T | null | undefined>): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const found = await read();
    if (found !== undefined && found !== null) return found;
    await pause(20);
  }
  throw new Error(`waited in vain for ${String(read)}`);
}

/** Answers its seq, once the server has it, so that the next one to speak comes after. */
export async function say(
  { ask }: Person,
  conversation: string,
  text: string,
  parts: MessageParts = {},
): Promise<number> {
  const { id } = await ask('message.send', { conversation, text, ...parts });
  return until(async () => {
    const { rows } = parts.thread
      ? await ask('thread.open', { conversation, thread: parts.thread })
      : await ask('timeline.latest', { conversation, limit: 10 });
    const row = rows.find(({ key }) => key === id);
    return row?.kind === 'message' && row.state === 'kept' ? (row.seq ?? undefined) : undefined;
  });
}

export const conversationOf = ({ ask }: Person, name: string): Promise<string> =>
  until(async () => (await ask('conversations.list')).find((row) => row.name === name)?.id);

export async function directTo(from: Person, name: string): Promise<string> {
  const user = await until(async () =>
    (await from.ask('people.list')).find((person) => person.name === name),
  );
  return (await from.ask('direct.open', { user: user.id })).conversation;
}

export async function readAll({ ask }: Person, conversation: string): Promise<void> {
  const { rows } = await ask('timeline.latest', { conversation, limit: 1 });
  await ask('conversation.read', { conversation, seq: rows.at(-1)?.seq ?? 0 });
}
