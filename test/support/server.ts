// A real server on a free port with its data in a folder of its own, and people who join it.
//   const server = await testServer();
//   const mara = await server.member('Mara');
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

const storeWorker = new URL('../../server/store/worker.ts', import.meta.url);

/** With `folder` and `port` of an earlier one: that server again, after its close. */
export async function startServer(given: Partial<ServerOptions> = {}): Promise<TestServer> {
  const own = given.folder === undefined ? temporaryFolder() : undefined;
  const folder = given.folder ?? own?.path ?? '';
  const server = await createServer({
    folder,
    port: 0,
    team: 'Test team',
    insecure: false,
    storeWorker,
    log: createLog('silent'),
    ...given,
  });
  const url = `http://127.0.0.1:${server.port}`;
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

export async function joinTeam(url: string, name: string): Promise<Member> {
  const token = randomBytes(32).toString('hex');
  const input = { id: uuidv7(), name, token, device: 'test' };
  const { me } = unwrap(await post<CommandOutput<'team.join'>>(url, { name: 'team.join', input }));
  const browse = { name: 'channel.browse', input: {} };
  const { channels } = unwrap(await post<CommandOutput<'channel.browse'>>(url, browse, token));
  const general = channels.find((channel) => channel.name === FIRST_CHANNEL)?.id;
  if (general === undefined) throw new Error(`there is no #${FIRST_CHANNEL}`);
  return { id: me.id, name, token, general };
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
