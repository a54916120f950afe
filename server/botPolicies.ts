// Who may bring programs in: bots and what sends outwards are for owners and admins; what comes into a
// channel also for who manages it. Bots bring in nobody.
import type { CommandArgs } from '../src/shared/commands.ts';
import { Refusal } from '../src/shared/errors.ts';
import { admin, forbidden, insider, known, type Policy } from './askers.ts';
import { manages, viewer } from './conversationPolicies.ts';
import { keepsHook } from './domain/hooks.ts';
import type { Asker } from './domain/roles.ts';
import { targetTrouble } from './hooks/target.ts';
import type { ConversationRecord, HookRecord, View } from './store/tx.ts';

export const botMaker: Policy<unknown> = async (view, asker, args) => {
  await admin(view, asker, args);
  await refuseBots(view, asker);
};

export const tokenMaker: Policy<CommandArgs<'bot.token'>> = async (view, asker, args) => {
  await botMaker(view, asker, args);
  const found = await view.person(args.bot);
  if (!found) throw new Refusal('NOT_FOUND', 'no such bot', { field: 'bot' });
  if (!found.bot) throw forbidden('people link computers instead', 'bot');
  if (await view.hook(args.bot)) throw forbidden('hooks have no tokens', 'bot');
  if (!found.active) throw forbidden('this bot is deactivated', 'bot');
};

export const hookMaker: Policy<{ conversation: string }> = async (view, asker, args) => {
  await refuseBots(view, asker);
  const found = await hookable(view, asker, args);
  if (!manages(asker, found)) throw forbidden('for those who manage this channel');
};

export const outgoingMaker: Policy<CommandArgs<'hook.outgoing'>> = async (view, asker, args) => {
  await admin(view, asker, args);
  await hookable(view, asker, args);
  if (args.allowPrivate && known(asker).role !== 'owner')
    throw forbidden("sending into the own network is the owner's decision", 'allowPrivate');
  const trouble = args.allowPrivate ? null : targetTrouble(args.url);
  if (trouble !== null) throw forbidden(trouble, 'url');
};

export const hookRemover: Policy<{ hook: string }> = async (view, asker, args) => {
  await insider(view, asker, args);
  const found = await hookOf(view, args.hook);
  if (!(await keepsHook(view, known(asker), found))) throw unknownHook();
};

/** What an outgoing hook gave up. */
export const hookMinder: Policy<{ hook: string }> = async (view, asker, args) => {
  await admin(view, asker, args);
  const found = await hookOf(view, args.hook);
  if (found.url === null || found.endedAt !== null) throw unknownHook();
};

async function hookable(
  view: View,
  asker: Asker | null,
  args: { conversation: string },
): Promise<ConversationRecord> {
  await insider(view, asker, args);
  await viewer(view, asker, args);
  const found = await view.conversation(args.conversation);
  if (!found || found.kind === 'team' || found.kind === 'personal')
    throw new Refusal('NOT_FOUND', 'no such conversation');
  if (found.kind !== 'channel') throw forbidden('only channels have hooks', 'conversation');
  if (found.archived) throw forbidden('this channel is archived', 'archived');
  return found;
}

async function hookOf(view: View, id: string): Promise<HookRecord> {
  const found = await view.hook(id);
  if (!found) throw unknownHook();
  return found;
}

async function refuseBots(view: View, asker: Asker | null): Promise<void> {
  if ((await view.person(known(asker).id))?.bot) throw forbidden('not for bots');
}

const unknownHook = (): Refusal => new Refusal('NOT_FOUND', 'no such hook', { field: 'hook' });
