// Outgoing hooks of a server of one's own, and somebody who takes what they send.
import { uuidv7 } from 'uuidv7';
import type { HookOptions } from '../../server/hooks/runner.ts';
import type { CommandInput } from '../../src/shared/commands.ts';
import type { TestClient } from './client.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import { testServer } from './server.ts';

export const secret = 's'.repeat(43);
/** Tries follow at once. */
export const hasty = { firstMs: 1, factor: 1, mostMs: 1, tries: 3 };
export const patient = { firstMs: 3_600_000, factor: 1, mostMs: 3_600_000, tries: 8 };

export async function lab(hooks: HookOptions = { retry: hasty }) {
  const server = await testServer({ hooks });
  return { server, mara: await server.member('Mara'), receiver: await openReceiver() };
}

export async function makeHook(
  by: TestClient,
  to: Pick<Receiver, 'url'>,
  others: Partial<CommandInput<'hook.outgoing'>> = {},
) {
  const id = uuidv7();
  const input = {
    id,
    name: `Hook ${id.slice(-12)}`,
    conversation: by.general,
    url: to.url,
    secret,
  };
  const { hook } = await by.ask('hook.outgoing', { ...input, allowPrivate: true, ...others });
  return hook;
}

export const say = (by: TestClient, text: string, conversation = by.general) =>
  by.ask('message.send', { id: uuidv7(), conversation, text });

export async function stateOf(by: TestClient, id: string) {
  const found = (await by.ask('hook.list', {})).hooks.find((hook) => hook.id === id);
  if (found?.kind !== 'outgoing') throw new Error('no such hook');
  return found;
}

export const failedOf = async (by: TestClient, hook: string) =>
  (await by.ask('hook.failed', { hook })).failed;
