// A real server on a free port with its data in a folder of its own, and people who join it.
//   const server = await testServer();
//   const mara = await server.member('Mara'); // the first to come owns the team; the door is open
//   await mara.ask('message.send', { id: uuidv7(), conversation: mara.general, text: 'hello' });
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { onTestFinished } from 'vitest';
import { FIRST_CHANNEL } from '../../server/domain/people.ts';
import { createLog } from '../../server/log.ts';
import { createServer, type RunningServer, type ServerOptions } from '../../server/server.ts';
import type { CommandOutput } from '../../src/shared/commands.ts';
import { type Outcome, unwrap } from '../../src/shared/errors.ts';
import { type ClientOptions, connectClient, type Member, type TestClient } from './client.ts';
import { temporaryFolder } from './folder.ts';
import { freePort } from './freePort.ts';

export type TestServer = RunningServer & {
  url: string;
  folder: string;
  join(name: string): Promise<Member>;
  /** A connected socket of this person; open until the server closes. */
  connect(member: Member, options?: ClientOptions): Promise<TestClient>;
  /** Joins and connects. */
  member(name: string): Promise<TestClient>;
  /** Only the server ends: the clients see it go, the folder stays. */
  stop(): Promise<void>;
};

// Tests are strangers in a hurry. Those about limits bring their own.
const many = { tries: 1_000_000, seconds: 60 };
const unhurried: ServerOptions['limits'] = {
  strangers: many,
  ticket: many,
  tickets: many,
  codes: many,
  spoken: many,
  tokens: many,
  send: many,
  marks: many,
  change: many,
  typing: many,
  polls: many,
  streams: 1_000_000,
  underWay: 1_000_000,
  sockets: 1_000_000,
  strange: 1000,
};

const storeWorker = new URL('../../server/store/worker.ts', import.meta.url);

/** With `folder` and `port` of an earlier one: that server again, after its close. */
export async function startServer(given: Partial<ServerOptions> = {}): Promise<TestServer> {
  const own = given.folder === undefined ? temporaryFolder() : undefined;
  const folder = given.folder ?? own?.path ?? '';
  const ownerCode = newCode();
  const server = await createServer({
    folder,
    port: await freePort(),
    team: 'Test team',
    door: 'open',
    ownerCode,
    host: '127.0.0.1',
    announce: false,
    limits: unhurried,
    insecure: false,
    storeWorker,
    log: createLog('silent'),
    ...given,
  });
  const url = `http://127.0.0.1:${server.port}`;
  // Another server may have been here before.
  if (given.ownerCode === undefined) ownerCodes.set(url, ownerCode);
  else ownerCodes.delete(url);
  const clients: TestClient[] = [];
  const connect: TestServer['connect'] = async (member, options) => {
    const client = await connectClient(url, member, options);
    clients.push(client);
    return client;
  };
  return {
    ...server,
    url,
    folder,
    join: (name) => joinTeam(url, name),
    connect,
    member: async (name) => connect(await joinTeam(url, name)),
    stop: () => server.close(),
    async close() {
      for (const client of clients) client.close();
      await server.close();
      own?.remove();
    },
  };
}

/** `startServer` for one test: closed when the test is over. */
export async function testServer(given: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startServer(given);
  onTestFinished(() => server.close());
  return server;
}

/** What makes the first to join a server of ours its owner. Without effect on a folder that has one. */
const ownerCodes = new Map<string, string>();

/** 16 random bytes, as in links. */
export const newCode = (): string => randomBytes(16).toString('base64url');

export const newToken = (): string => randomBytes(32).toString('hex');

/** Throws when the team wants to be asked first, too. */
export async function joinTeam(url: string, name: string, code?: string): Promise<Member> {
  const token = newToken();
  const id = uuidv7();
  const ownerCode = code === undefined ? ownerCodes.get(url) : undefined;
  ownerCodes.delete(url);
  const join = async (by: string | undefined) => {
    const input = { id, name, token, device: 'test', ...(by !== undefined && { code: by }) };
    return post<CommandOutput<'team.join'>>(url, { name: 'team.join', input });
  };
  let outcome = await join(code ?? ownerCode);
  if (!outcome.ok && outcome.error.code === 'INVITE_INVALID' && ownerCode !== undefined)
    outcome = await join(undefined);
  const answer = unwrap(outcome);
  if (!('me' in answer)) throw new Error(`${name} has to wait at the door`);
  const browse = { name: 'channel.browse', input: {} };
  const browsed = await post<CommandOutput<'channel.browse'>>(url, browse, token);
  // Guests may not look around, and are not in there either.
  const channels = answer.me.role === 'guest' ? [] : unwrap(browsed).channels;
  const general = channels.find((channel) => channel.name === FIRST_CHANNEL)?.id ?? '';
  return { id: answer.me.id, name: answer.me.name, token, general };
}

/** A command over HTTP. */
export async function post<T>(url: string, frame: unknown, token?: string): Promise<Outcome<T>> {
  const response = await fetch(`${url}/api/v1/commands`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(frame),
  });
  return (await response.json()) as Outcome<T>;
}
