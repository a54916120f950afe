// What the window may ask about bots and hooks. Ids, tokens, keys and secrets are made in the core; the
// window gets each of them once, to be shown, and keeps none.
import { z } from 'zod';
import type { DeadEvent, Hook } from './bots.ts';
import { botCommands } from './botCommands.ts';
import { call } from './call.ts';

/** A token to be handed over. `curl`: a line that uses it; null where it may neither speak nor listen. */
export type OpenToken = { bot: string; token: string; curl: string | null };
/** A hook by which messages come in: whoever knows the address may speak. */
export type OpenHook = { hook: Hook; url: string; curl: string };
/** A hook by which events go out, and what its receiver checks signatures with. */
export type OpenOutgoing = { hook: Hook; secret: string };

const asked = {
  bot: botCommands['bot.create'].input.omit({ id: true, token: true }),
  token: botCommands['bot.token'].input.omit({ id: true, token: true }),
  incoming: botCommands['hook.create'].input.omit({ id: true, key: true }),
  outgoing: botCommands['hook.outgoing'].input.omit({ id: true, secret: true }),
  hook: botCommands['hook.remove'].input.omit({ id: true }),
  /** One event that was given up; `pos` null: all of the hook's. */
  given: botCommands['hook.replay'].input.omit({ id: true }),
} as const;

export const botCalls = {
  'bot.create': call<OpenToken>()(asked.bot),
  /** One more token; they are listed and revoked like the computers of people. */
  'bot.token': call<OpenToken>()(asked.token),

  /** All of them for owners and admins; for others those by which messages come into channels of theirs. */
  'hooks.list': call<Hook[]>()(z.undefined()),
  'hook.create': call<OpenHook>()(asked.incoming),
  'hook.outgoing': call<OpenOutgoing>()(asked.outgoing),
  'hook.remove': call<void>()(asked.hook),
  /** What was given up, the newest first. */
  'hook.failed': call<DeadEvent[]>()(asked.hook),
  'hook.replay': call<void>()(asked.given),
  'hook.discard': call<void>()(asked.given),
} as const;
