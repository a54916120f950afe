// Somebody at their computer: a real core without a window, in a folder of its own.
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { MessageParts } from '../../src/shared/messageCommands.ts';
import type { ConversationRow, JoinAnswer, Link, TeamState } from '../../src/shared/rows.ts';
import type { MessageRow, TimelineRow } from '../../src/shared/timelineRows.ts';
import type { Connect } from '../../src/core/transport/transport.ts';
import { connect, type Headless, type HeadlessOptions } from '../../src/headless/index.ts';
import { eventually } from './eventually.ts';
import { testFolder } from './folder.ts';
import { createCable } from './cable.ts';
import { newCode, testServer, type TestServer } from './server.ts';

export type Person = Headless & {
  folder: string;
  /** The state of the only team, or of the one the person was opened for. */
  state(): Promise<TeamState>;
  link(): Promise<Link>;
  /** Where the team's files are. */
  teamFolder(): Promise<string>;
  /** Resolves when connected and up to date. */
  live(): Promise<void>;
  offline(): Promise<void>;
  /** Resolves with the code when trying again has ended. */
  refused(): Promise<string>;
  /** The id of a conversation in the sidebar, once it is there. */
  find(name: string): Promise<string>;
  say(conversation: string, text: string): Promise<string>;
  /** The texts of a conversation's newest messages, as the window would show them. */
  texts(conversation: string, limit?: number): Promise<string[]>;
  messages(conversation: string, limit?: number): Promise<MessageRow[]>;
  /** Resolves when the conversation shows exactly these texts. */
  sees(conversation: string, texts: string[]): Promise<void>;
  /** Says it and resolves with its seq when the server has it. */
  tells(conversation: string, text: string, parts?: MessageParts): Promise<number>;
  /** A message as it is shown, wherever in the conversation or in a thread it stands. */
  row(conversation: string, seq: number): Promise<MessageRow>;
  /** Resolves when the message is shown like this. */
  shows(conversation: string, seq: number, like: Partial<MessageRow>): Promise<void>;
  /** The conversation's row in the sidebar, once it is like this. */
  lists(conversation: string, like: Partial<ConversationRow>): Promise<void>;
  /** The person's own id. */
  me(): Promise<string>;
  /** Resolves when connected and nothing waits for the server. */
  settled(): Promise<void>;
};

const isMessage = (row: TimelineRow): row is MessageRow => row.kind === 'message';

/** Opens a folder, new or used; closed when the test is over. */
export async function openPerson(options: Partial<HeadlessOptions> = {}): Promise<Person> {
  const folder = options.folder ?? testFolder();
  const core = await connect({ ...options, folder });
  onTestFinished(() => core.close());
  return personAt(core, folder, options.team);
}

/** The same computer, seen from another of its teams. */
export const personIn = (person: Person, team: string): Person =>
  personAt(person.in(team), person.folder, team);

function personAt(core: Headless, folder: string, team: string | undefined): Person {
  async function state(): Promise<TeamState> {
    const { teams } = await core.call('app.boot');
    const found = team === undefined ? teams[0] : teams.find(({ id }) => id === team);
    if (!found) throw new Error('no such team');
    return found;
  }
  const link = async (): Promise<Link> => (await state()).link;
  const inState = <S extends Link['state']>(wanted: S) =>
    eventually(async () => {
      const now = await link();
      if (now.state !== wanted) throw new Error(`still ${JSON.stringify(now)}`);
      return now as Extract<Link, { state: S }>;
    });
  async function messages(conversation: string, limit = 200): Promise<MessageRow[]> {
    return (await core.call('timeline.latest', { conversation, limit })).rows.filter(isMessage);
  }
  /** The messages of a thread, or, without one, of the conversation itself. */
  async function rowsOf(
    conversation: string,
    thread: number | undefined,
    main?: TimelineRow[],
  ): Promise<MessageRow[]> {
    if (thread === undefined) return main?.filter(isMessage) ?? messages(conversation);
    const opened = await core.call('thread.open', { conversation, thread, limit: 200 });
    return [...(opened.root ? [opened.root] : []), ...opened.rows.filter(isMessage)];
  }
  async function row(conversation: string, seq: number): Promise<MessageRow> {
    const found = await core.call('timeline.at', { conversation, seq });
    const rows = await rowsOf(conversation, found.thread ?? undefined, found.rows);
    const shown = rows.find((one) => one.seq === seq);
    if (!shown) throw new Error(`no message ${seq}`);
    return shown;
  }
  const texts = async (conversation: string, limit?: number): Promise<string[]> =>
    (await messages(conversation, limit)).map((row) => row.text);

  return {
    ...core,
    folder,
    state,
    link,
    teamFolder: async () => join(folder, 'teams', (await state()).id),
    live: async () => void (await inState('live')),
    offline: async () => void (await inState('offline')),
    refused: async () => (await inState('refused')).error.code,
    find: (name) =>
      eventually(async () => {
        const found = (await core.call('conversations.list')).find((row) => row.name === name);
        if (!found) throw new Error(`no conversation ${name}`);
        return found.id;
      }),
    me: async () => (await state()).me,
    settled: () =>
      eventually(async () => {
        const now = await link();
        if (now.state !== 'live' || now.waiting > 0)
          throw new Error(`still ${JSON.stringify(now)}`);
      }),
    async tells(conversation, text, parts = {}) {
      const { id } = await core.call('message.send', { conversation, text, ...parts });
      return eventually(async () => {
        const seq = (await rowsOf(conversation, parts.thread)).find((row) => row.key === id)?.seq;
        if (typeof seq !== 'number') throw new Error(`${text} is not kept yet`);
        return seq;
      });
    },
    row,
    shows: (conversation, seq, like) =>
      eventually(async () => expect(await row(conversation, seq)).toMatchObject(like)),
    lists: (conversation, like) =>
      eventually(async () => {
        const rows = await core.call('conversations.list');
        expect(rows.find(({ id }) => id === conversation)).toMatchObject(like);
      }),
    say: async (conversation, text) => (await core.call('message.send', { conversation, text })).id,
    messages,
    texts,
    sees: (conversation, expected) =>
      eventually(async () => {
        const shown = await texts(conversation);
        if (JSON.stringify(shown) !== JSON.stringify(expected))
          throw new Error(`shows ${JSON.stringify(shown)} instead of ${JSON.stringify(expected)}`);
      }),
  };
}

/** Looks at an address or a link as the window would, and joins what was shown. */
export async function joinAt(
  person: Pick<Headless, 'call'>,
  address: string,
  given: { name?: string; code?: string } = {},
): Promise<JoinAnswer> {
  const { place, pin } = await person.call('team.look', { place: address });
  return person.call('team.join', { place, pin, ...given });
}

/** Opens a fresh folder and joins; the team's door must be open, or the address an invite. */
export async function newcomer(
  address: string,
  name: string,
  { code, ...options }: Partial<HeadlessOptions> & { code?: string } = {},
): Promise<Person> {
  const person = await openPerson(options);
  await joinAt(person, address, { name, ...(code !== undefined && { code }) });
  await person.live();
  return person;
}

/** Another computer of the same person, added by a link from the first. */
export async function secondDevice(
  of: Person,
  options: Partial<HeadlessOptions> = {},
): Promise<Person> {
  const { link } = await of.call('device.invite', { spoken: false });
  const person = await openPerson(options);
  await joinAt(person, link);
  await person.live();
  return person;
}

/** A server whose door is as told, and its owner. */
export async function ownedTeam(
  given: Parameters<typeof testServer>[0] = {},
  options: Partial<HeadlessOptions> = {},
): Promise<{ server: TestServer; owner: Person; address: string }> {
  const code = newCode();
  const server = await testServer({ door: 'ask', ownerCode: code, ...given });
  const address = server.addresses[0] ?? '';
  const owner = await openPerson(options);
  await joinAt(owner, address, { name: 'Mara', code });
  await owner.live();
  return { server, owner, address };
}

/** Somebody whose cable can be pulled out: the server and the others go on. */
export type Cabled = Person & {
  unplug(): Promise<void>;
  /** Resolves when everything that waited is with the server. */
  plug(): Promise<void>;
};

/** A newcomer on a cable. */
export const cabled = (
  address: string,
  name: string,
  { way, ...given }: { code?: string; way?: Connect | undefined } = {},
): Promise<Cabled> => onCable((connect) => newcomer(address, name, { ...given, connect }), way);

/** Whoever is opened with this way to the server. */
export async function onCable(
  open: (connect: Connect) => Promise<Person>,
  way?: Connect,
): Promise<Cabled> {
  const cable = createCable(way);
  const person = await open(cable.connect);
  return {
    ...person,
    async unplug() {
      cable.unplug();
      await person.offline();
    },
    async plug() {
      cable.plug();
      await person.call('link.retry');
      await person.settled();
    },
  };
}
