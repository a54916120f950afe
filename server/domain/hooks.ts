// Hooks: made, listed, ended. Each is a person of its channel, so that everybody there sees who speaks
// or listens, and may be put out like anybody.
import { createHash } from 'node:crypto';
import type { Hook } from '../../src/shared/bots.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { HookRecord, Tx, View } from '../store/tx.ts';
import { refuseTakenId } from './bots.ts';
import { done, type Effect, type Handler, type Reading } from './handler.ts';
import { addNewcomer, changed, personOf } from './people.ts';
import { type Asker, atLeast } from './roles.ts';

/** In one channel. */
const hooksPerChannel = 50;

export const hashKey = (key: string): Uint8Array => createHash('sha256').update(key).digest();

export const createHook: Handler<'hook.create'> = {
  knowsItself: true,
  run: (tx, actor, { key, ...args }) =>
    add(tx, args.name, {
      ...blank(tx, actor, args),
      keyHash: hashKey(key),
    }),
  answer: hookAnswer,
};

export const createOutgoing: Handler<'hook.outgoing'> = {
  knowsItself: true,
  run: (tx, actor, { name, ...args }) =>
    add(tx, name, {
      ...blank(tx, actor, args),
      url: args.url,
      secret: args.secret,
      types: [...new Set(args.types)],
      allowPrivate: args.allowPrivate,
    }),
  answer: hookAnswer,
};

export const removeHook: Handler<'hook.remove'> = {
  knowsItself: true,
  async run(tx, _actor, { hook: id }) {
    const hook = await tx.hook(id);
    if (!hook || hook.endedAt !== null) return { duplicate: true };
    await tx.endHook(id);
    await tx.discardDead(id, null);
    const person = await personOf(tx, id);
    const events = person.active ? [changed(tx, { ...person, active: false })] : [];
    return { events, dropped: { users: [id] }, hooks: [id] };
  },
  answer: done,
};

export const replayHook: Handler<'hook.replay'> = {
  knowsItself: true,
  async run(tx, _actor, { hook, pos }) {
    if ((await tx.retryDead(hook, pos)) === 0 && pos !== null) throw unknownEvent();
    return { hooks: [hook] };
  },
  answer: done,
};

export const discardHook: Handler<'hook.discard'> = {
  knowsItself: true,
  async run(tx, _actor, { hook, pos }) {
    const gone = await tx.discardDead(hook, pos);
    return gone === 0 ? { duplicate: true } : { hooks: [hook] };
  },
  answer: done,
};

export const listHooks: Reading<'hook.list'> = async (view, asker) => {
  const hooks: Hook[] = [];
  for (const hook of await view.hooks())
    if (asker && (await keepsHook(view, asker, hook))) hooks.push(await toHook(view, hook));
  return { hooks };
};

export const listFailed: Reading<'hook.failed'> = async (view, _asker, { hook }) => ({
  failed: await view.deadEvents(hook),
});

/** Owners and admins mind all of them; who made a channel, what comes into it. */
export async function keepsHook(
  view: View,
  { id, role }: Asker,
  { keyHash, conversation }: HookRecord,
): Promise<boolean> {
  if (atLeast(role, 'admin')) return true;
  if (!keyHash || !atLeast(role, 'member')) return false;
  return (await view.conversation(conversation))?.creator === id;
}

type Made = Parameters<Tx['addHook']>[0];

const blank = (
  tx: Tx,
  createdBy: string,
  { id, conversation }: Pick<Made, 'id' | 'conversation'>,
): Made => ({
  id,
  conversation,
  keyHash: null,
  url: null,
  secret: null,
  types: [],
  allowPrivate: false,
  createdBy,
  createdAt: tx.now,
});

async function add(tx: Tx, name: string, hook: Made): Promise<Effect> {
  const { id, conversation } = hook;
  const before = await tx.hook(id);
  if (before && isSame(before, hook)) return { duplicate: true };
  await refuseTakenId(tx, id);
  const others = (await tx.hooks()).filter((each) => each.conversation === conversation);
  if (others.length >= hooksPerChannel)
    throw new Refusal('TOO_LARGE', `more than ${hooksPerChannel} hooks`, { field: 'conversation' });
  const events = await addNewcomer(tx, {
    id,
    name,
    role: 'guest',
    tokenHash: null,
    device: '',
    channels: [conversation],
    bot: { about: '', scopes: null, expiresAt: null },
  });
  await tx.addHook(hook);
  return { events, hooks: hook.url === null ? [] : [id] };
}

/** A retry: what it opens or where it sends is the same. */
const isSame = (before: HookRecord, { keyHash, url, secret, conversation }: Made): boolean =>
  before.conversation === conversation &&
  before.url === url &&
  before.secret === secret &&
  Buffer.from(before.keyHash ?? []).equals(keyHash ?? Buffer.alloc(0));

async function hookAnswer(tx: Tx, _actor: string, { id }: { id: string }): Promise<{ hook: Hook }> {
  const hook = await tx.hook(id);
  if (!hook) throw new Refusal('NOT_FOUND', 'no such hook');
  return { hook: await toHook(tx, hook) };
}

/** The secret stays here. */
async function toHook(view: View, hook: HookRecord): Promise<Hook> {
  const { id, conversation, createdBy, createdAt, lastUsedAt, url, types, allowPrivate } = hook;
  const { name } = await personOf(view, id);
  const common = { id, name, conversation, createdBy, createdAt, lastUsedAt };
  if (url === null) return { kind: 'incoming', ...common };
  const { cursor, failingSince, lastError } = hook;
  const listens = await view.isMember(conversation, id);
  const state = {
    name: !listens ? ('away' as const) : failingSince === null ? ('working' as const) : 'failing',
    cursor,
    failingSince,
    lastError,
    dead: await view.countDead(id),
  } as const;
  return { kind: 'outgoing', ...common, url, types, allowPrivate, state };
}

const unknownEvent = (): Refusal =>
  new Refusal('NOT_FOUND', 'this event was not given up', { field: 'pos' });
