// What every part of the store's contract is written with.
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { onTestFinished } from 'vitest';
import type { DoorPolicy, Role } from '../../../src/shared/entities.ts';
import type { Store, WriteCommand, WriteName } from '../../../server/store/store.ts';
import type { Landed, WireEvent } from '../../../src/shared/events.ts';
import { type Outcome, unwrap } from '../../../src/shared/errors.ts';
import { temporaryFolder } from '../../support/folder.ts';

export type StoreOptions = {
  folder: string;
  team: string;
  door?: DoorPolicy;
  ownerCode?: string;
};

/** Makes whoever comes with it the owner of a store of these tests. */
export const ownerCode = 'o'.repeat(22);

/** One kind of store, as its own test file presents it to the contract. */
export type StoreKind = {
  open(options: StoreOptions): Promise<Store>;
  /** Moves the store's wall clock, for the stores opened from now on and those that are open. */
  stepClock(milliseconds: number): void;
};

export type Driven = ReturnType<typeof drive>;

/** A store with a folder of its own, closed when the test is over. */
export async function openDriven(kind: StoreKind, door: DoorPolicy = 'open'): Promise<Driven> {
  const folder = temporaryFolder();
  const options = { folder: folder.path, team: 'Contract', door, ownerCode };
  const driven = drive(await kind.open(options), () => kind.open({ ...options, team: 'Ignored' }));
  onTestFinished(async () => {
    await driven.store.close();
    folder.remove();
    kind.stepClock(0);
  });
  return driven;
}

function drive(first: Store, open: () => Promise<Store>) {
  let store = first;
  const one = async (command: WriteCommand): Promise<unknown> => {
    const { outcomes } = await store.commit([command]);
    return unwrap(outcomes[0] as Outcome<unknown>);
  };
  /** The code of its refusal, or 'ok'. */
  async function codeOf(command: WriteCommand): Promise<string> {
    const { outcomes } = await store.commit([command]);
    return outcomes[0]?.ok ? 'ok' : (outcomes[0]?.error.code ?? 'nothing');
  }
  const land = async (command: WriteCommand): Promise<Landed> => (await one(command)) as Landed;
  /** All that this person may see, page by page. */
  async function pullAll(user: string, after = 0, limit = 500): Promise<WireEvent[]> {
    const events: WireEvent[] = [];
    for (let cursor = after; ;) {
      const page = await store.read('sync.pull', user, { after: cursor, limit });
      events.push(...page.events);
      if (page.next >= page.head) return events;
      if (page.next <= cursor) throw new Error('a pull that does not move on');
      cursor = page.next;
    }
  }
  return {
    get store() {
      return store;
    },
    async reopen(): Promise<void> {
      await store.close();
      store = await open();
    },
    one,
    codeOf,
    land,
    pullAll,
    /** The first of them owns the team. */
    async person(name: string): Promise<string> {
      const code = (await store.hasOwner()) ? undefined : ownerCode;
      const { me } = (await one(join(name, { code }))) as { me: { id: string } };
      return me.id;
    },
    /** Comes by an invite of the system's. */
    async personAs(role: Role, name: string, channels: string[] = []): Promise<string> {
      const code = newCode();
      await one(invite(store.team.id, { code, role, channels }));
      const { me } = (await one(join(name, { code }))) as { me: { id: string } };
      return me.id;
    },
    async general(user: string): Promise<string> {
      const { channels } = await store.read('channel.browse', user, {});
      return channels.find(({ name }) => name === 'general')?.id ?? '';
    },
    /** The whole log of a conversation, by its oldest end. */
    async log(user: string, conversation: string): Promise<WireEvent[]> {
      const events: WireEvent[] = [];
      for (;;) {
        const after = events.length;
        const page = { conversation, after, limit: 500, before: undefined };
        const { events: more } = await store.read('history.page', user, page);
        if (more.length === 0) return events;
        events.push(...more);
      }
    },
  };
}

export const texts = (events: WireEvent[]): unknown[] =>
  events.filter(({ type }) => type === 'message.created').map(({ body }) => body['text']);

// ── commands, already checked ────────────────────────────────────────────────────────────────

type Command<N extends WriteName> = Extract<WriteCommand, { name: N }>;

export function join(
  name: string,
  { id = uuidv7(), ...others }: Partial<Command<'team.join'>['args']> = {},
): Command<'team.join'> {
  const args = { id, name, token: id.repeat(2), device: 'test', ...others };
  return { name: 'team.join', actor: null, args };
}

export const newCode = (): string => randomBytes(16).toString('base64url');

export function invite(
  actor: string,
  args: Partial<Command<'invite.create'>['args']> = {},
): Command<'invite.create'> {
  const usual = { role: 'member', expiresIn: null, uses: null, channels: [] } as const;
  const ids = { id: uuidv7(), code: newCode() };
  return { name: 'invite.create', actor, args: { ...usual, ...ids, channels: [], ...args } };
}

export const inviteDevice = (
  actor: string,
  user: string,
  code = newCode(),
): Command<'device.invite'> => ({
  name: 'device.invite',
  actor,
  args: { id: uuidv7(), code, user },
});

export const setPerson = (
  actor: string,
  user: string,
  change: { name?: string; role?: Role; active?: boolean },
): Command<'person.set'> => ({
  name: 'person.set',
  actor,
  args: { id: uuidv7(), user, ...change },
});

export const answer = (
  actor: string,
  request: string,
  admit: boolean,
  role: Role = 'member',
): Command<'request.answer'> => ({
  name: 'request.answer',
  actor,
  args: { id: uuidv7(), request, admit, role },
});

export const setTeam = (
  actor: string,
  door: DoorPolicy,
  name = 'Contract',
): Command<'team.set'> => ({
  name: 'team.set',
  actor,
  args: { id: uuidv7(), name, door },
});

export const send = (
  actor: string,
  conversation: string,
  text: string,
  id = uuidv7(),
): Command<'message.send'> => ({ name: 'message.send', actor, args: { id, conversation, text } });

export const create = (
  actor: string,
  name: string,
  id = uuidv7(),
  others: Partial<Command<'channel.create'>['args']> = {},
): Command<'channel.create'> => ({
  name: 'channel.create',
  actor,
  args: { id, name, topic: '', private: false, posting: 'everyone', members: [], ...others },
});

export const enter = (
  actor: string,
  conversation: string,
  id = uuidv7(),
): Command<'channel.join'> => ({
  name: 'channel.join',
  actor,
  args: { id, conversation },
});

export const leave = (
  actor: string,
  conversation: string,
  id = uuidv7(),
): Command<'channel.leave'> => ({
  name: 'channel.leave',
  actor,
  args: { id, conversation },
});

export const direct = (actor: string, user: string, id = uuidv7()): Command<'direct.open'> => ({
  name: 'direct.open',
  actor,
  args: { id, user },
});

export const read = (
  actor: string,
  conversation: string,
  seq: number,
): Command<'conversation.read'> => ({
  name: 'conversation.read',
  actor,
  args: { conversation, seq },
});
