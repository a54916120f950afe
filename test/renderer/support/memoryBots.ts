// Bots and hooks, in memory. memoryTeam.ts spreads `handlers` into its own; tests set and read the rest.
import { randomUUID } from 'node:crypto';
import type { CallArgs, CallOutput, DeviceRow, Pushes } from '../../../src/shared/api.ts';
import type { DeadEvent, Hook } from '../../../src/shared/bots.ts';
import { nameKey } from '../../../src/shared/entities.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { ConversationRow, PersonRow } from '../../../src/shared/rows.ts';

type BotCall =
  | 'bot.create'
  | 'bot.token'
  | 'hooks.list'
  | 'hook.create'
  | 'hook.outgoing'
  | 'hook.remove'
  | 'hook.failed'
  | 'hook.replay'
  | 'hook.discard';
type Handlers = { [N in BotCall]: (input: CallArgs<N>) => CallOutput<N> };
type Outgoing = Extract<Hook, { kind: 'outgoing' }>;

/** What it needs of the team around it. */
export type Host = {
  readonly me: string;
  people: PersonRow[];
  conversations: Map<string, ConversationRow>;
  doings: { addDevice(user: string, name: string, more?: Partial<DeviceRow>): DeviceRow };
  addPerson(name: string, more?: Partial<PersonRow>): PersonRow;
  push<N extends 'people'>(name: N, payload: Pushes[N]): void;
};

const secret = (): string => randomUUID().replaceAll('-', '').padEnd(43, 'x');
const base = 'https://192.168.1.20:7788';

export function memoryBots(team: Host) {
  const state = { hooks: [] as Hook[], dead: new Map<string, DeadEvent[]>() };

  function addProgram(name: string, more: Partial<PersonRow> = {}): PersonRow {
    if (team.people.some((one) => nameKey(one.name) === nameKey(name)))
      throw new Refusal('NAME_TAKEN', name);
    const person = team.addPerson(name, { role: 'guest', bot: true, ...more });
    team.people = [...team.people];
    team.push('people', team.people);
    return person;
  }

  function common(name: string, conversation: string) {
    const { id } = addProgram(name, { presence: 'offline' });
    const made = { createdBy: team.me, createdAt: Date.now(), lastUsedAt: null };
    return { id, name, conversation, ...made };
  }
  function addIncoming(name: string, conversation: string): Hook {
    const hook: Hook = { kind: 'incoming', ...common(name, conversation) };
    state.hooks.push(hook);
    return hook;
  }
  function addOutgoing(
    name: string,
    conversation: string,
    more: Partial<Omit<Outgoing, 'state'>> = {},
    how: Partial<Outgoing['state']> = {},
  ): Hook {
    const well = { name: 'working', cursor: 1, failingSince: null, lastError: null } as const;
    const hook: Hook = {
      kind: 'outgoing',
      ...common(name, conversation),
      url: 'https://board.example/in',
      types: ['message.created'],
      allowPrivate: false,
      ...more,
      state: { ...well, dead: 0, ...how },
    };
    state.hooks.push(hook);
    return hook;
  }

  /** Gives events up, the newest first. */
  function giveUp(hook: string, events: DeadEvent[]): void {
    state.dead.set(hook, events);
    state.hooks = state.hooks.map((one) =>
      one.id === hook && one.kind === 'outgoing'
        ? { ...one, state: { ...one.state, dead: events.length } }
        : one,
    );
  }
  const deadOf = (hook: string): DeadEvent[] => state.dead.get(hook) ?? [];

  const handlers: Handlers = {
    'bot.create': ({ name, role, channels, tokenName, scopes }) => {
      const { id } = addProgram(name, { role });
      for (const channel of channels) team.conversations.get(channel)?.members.push(id);
      team.doings.addDevice(id, tokenName, { scopes, lastSeenAt: null, online: false });
      const token = secret();
      return { bot: id, token, curl: `curl -H "Authorization: Bearer ${token}" "${base}/"` };
    },
    'bot.token': ({ bot, name, scopes }) => {
      team.doings.addDevice(bot, name, { scopes, lastSeenAt: null, online: false });
      return { bot, token: secret(), curl: null };
    },
    'hooks.list': () => state.hooks,
    'hook.create': ({ name, conversation }) => {
      const url = `${base}/hooks/${secret().slice(0, 22)}`;
      const hook = addIncoming(name, conversation);
      return { hook, url, curl: `curl -d "backup finished" "${url}"` };
    },
    'hook.outgoing': ({ name, conversation, url, types, allowPrivate }) => ({
      hook: addOutgoing(name, conversation, { url, types, allowPrivate }),
      secret: secret(),
    }),
    'hook.remove': ({ hook }) => {
      state.hooks = state.hooks.filter(({ id }) => id !== hook);
    },
    'hook.failed': ({ hook }) => deadOf(hook),
    'hook.replay': ({ hook, pos }) =>
      giveUp(
        hook,
        deadOf(hook).map((one) =>
          pos === null || one.pos === pos ? { ...one, waiting: true } : one,
        ),
      ),
    'hook.discard': ({ hook, pos }) =>
      giveUp(
        hook,
        deadOf(hook).filter((one) => pos !== null && one.pos !== pos),
      ),
  };

  return Object.assign(state, { handlers, addProgram, addIncoming, addOutgoing, giveUp });
}
