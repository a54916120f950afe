// The server's key: everything goes over it, it lasts, and it changes only with a statement.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectControl } from '../../server/cli/control.ts';
import { openFolder } from '../../server/cli/folder.ts';
import { requestJson } from '../../src/node/jsonRequest.ts';
import { createPinnedAgent, type PinnedAgent } from '../../src/node/pinnedAgent.ts';
import { followRotations } from '../../src/node/rotation.ts';
import { wordsOf } from '../../src/node/words.ts';
import { KeyInfo, TeamInfo } from '../../src/shared/protocol.ts';
import { connectClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { type TestServer, testServer } from '../support/server.ts';

/** Lets through only a server with this key. */
function pinned(pin: string | null): PinnedAgent {
  if (pin === null) throw new Error('this server shows no key');
  const agent = createPinnedAgent({ kind: 'pin', pin });
  onTestFinished(() => agent.destroy());
  return agent;
}

const urlOf = ({ port }: TestServer): string => `https://127.0.0.1:${port}`;
const keyOf = async (server: TestServer): Promise<KeyInfo> =>
  KeyInfo.parse(await requestJson(`${urlOf(server)}/api/v1/key`, { agent: pinned(server.pin) }));

async function rotate({ folder }: { folder: string }): Promise<string> {
  const console = await connectControl(folder);
  if (!console) throw new Error('no console');
  const { pin } = await console.rotateKey();
  return pin ?? '';
}

describe('over TLS', () => {
  test('a stranger learns the team and its key, and commands are answered', async () => {
    const server = await testServer({ team: 'Harbour' });
    const agent = pinned(server.pin);
    const get = (path: string) => requestJson(`${urlOf(server)}${path}`, { agent });
    expect(TeamInfo.parse(await get('/api/v1/team')).team).toEqual(server.team);
    expect(await get('/api/v1/key')).toEqual({ pin: server.pin, rotations: [] });
    const mara = await server.join('Mara');
    const answer = await requestJson(`${urlOf(server)}/api/v1/commands`, {
      agent,
      method: 'POST',
      headers: { authorization: `Bearer ${mara.token}` },
      body: { name: 'sync.resume', input: {} },
    });
    expect(answer).toMatchObject({ ok: true, value: { me: mara.id } });
  });

  test.each([[['polling']], [['websocket']], [['polling', 'websocket']]])(
    'sockets live: %j',
    async (transports: string[]) => {
      const server = await testServer();
      const mara = await server.join('Mara');
      const jonas = await server.member('Jonas');
      const agent = pinned(server.pin);
      const options = { transports, agent: agent as unknown as string };
      const client = await connectClient(urlOf(server), mara, options);
      onTestFinished(() => client.close());
      // Larger than one TLS record, and longer than a connection is quiet.
      const text = randomBytes(6000).toString('hex');
      for (let n = 0; n < 5; n++)
        await client.ask('message.send', { id: uuidv7(), conversation: mara.general, text });
      await jonas.ask('message.send', { id: uuidv7(), conversation: mara.general, text: 'there' });
      await eventually(() => expect(client.events().at(-1)?.body).toMatchObject({ text: 'there' }));
      expect(client.events().filter(({ body }) => body['text'] === text)).toHaveLength(5);
      const last = transports.at(-1);
      await eventually(() => expect(client.socket.io.engine.transport.name).toBe(last));
    },
  );

  test('a hundred clients come at once', async () => {
    const server = await testServer();
    const mara = await server.join('Mara');
    const agent = pinned(server.pin);
    const clients = await Promise.all(
      Array.from({ length: 100 }, () =>
        connectClient(urlOf(server), mara, { agent: agent as unknown as string }),
      ),
    );
    for (const client of clients) client.close();
    expect(clients).toHaveLength(100);
  });

  test('what is open ends with the server', async () => {
    const server = await testServer();
    const mara = await server.join('Mara');
    const agent = pinned(server.pin);
    const client = await connectClient(urlOf(server), mara, { agent: agent as unknown as string });
    const gone = new Promise((resolve) => client.socket.once('disconnect', resolve));
    await requestJson(`${urlOf(server)}/healthz`, { agent });
    await server.stop();
    await gone;
    await expect(requestJson(`${urlOf(server)}/healthz`, { agent })).rejects.toMatchObject({
      code: 'UNREACHABLE',
    });
  });
});

describe('the key', () => {
  test('stays, and so do its words', async () => {
    const folder = testFolder();
    const first = await testServer({ folder });
    expect(first.secure).toBe(true);
    expect(first.words).toBe(await wordsOf(first.pin ?? ''));
    await first.stop();
    const second = await testServer({ folder });
    expect([second.pin, second.words]).toEqual([first.pin, first.words]);
    expect((await testServer()).pin).not.toBe(first.pin);
  });

  test('is changed while the server runs, and the old one vouches for the new', async () => {
    const folder = testFolder();
    const server = await testServer({ folder });
    const mara = await server.join('Mara');
    const old = server.pin ?? '';
    const before = await connectClient(urlOf(server), mara, {
      agent: pinned(old) as unknown as string,
    });
    onTestFinished(() => before.close());
    const middle = await rotate(server);
    // Two at once are two steps of one chain.
    await Promise.all([rotate(server), rotate(server)]);
    const last = await rotate(server);
    // Who is connected stays so; who comes with the old key only is told by the agent.
    await before.ask('link.ping', {});
    await expect(
      requestJson(`${urlOf(server)}/healthz`, { agent: pinned(old) }),
    ).rejects.toMatchObject({ code: 'KEY_CHANGED' });
    const { pin, rotations } = await keyOf({ ...server, pin: last });
    expect(pin).toBe(last);
    expect(rotations).toHaveLength(4);
    expect(followRotations(old, last, rotations)).toBe(true);
    expect(followRotations(middle, last, rotations)).toBe(true);
    await server.stop();
    const again = await testServer({ folder });
    expect(again.pin).toBe(last);
    expect((await keyOf(again)).rotations).toEqual(rotations);
  });

  test('is changed while no server runs', async () => {
    const folder = testFolder();
    const server = await testServer({ folder });
    const old = server.pin ?? '';
    await server.stop();
    const opened = await openFolder({
      data: folder,
      port: 7788,
      name: 'Other',
      insecure: false,
      announce: true,
      'spoken-codes': true,
      'host-name': [],
      'log-level': 'silent',
    });
    const { pin, team } = await opened.rotateKey();
    await opened.close();
    expect(team.name).toBe('Test team');
    const again = await testServer({ folder });
    expect(again.pin).toBe(pin);
    expect(followRotations(old, pin ?? '', (await keyOf(again)).rotations)).toBe(true);
  });

  test.each(['no JSON', '{}', '{"key":"x","certificate":"y","rotations":[]}'])(
    'is never made anew where it cannot be read: %s',
    async (kept) => {
      const folder = testFolder();
      const server = await testServer({ folder });
      await server.stop();
      const db = new Database(join(folder, 'team.db'));
      expect(db.prepare("UPDATE meta SET value = ? WHERE key = 'identity'").run(kept).changes).toBe(
        1,
      );
      db.close();
      await expect(testServer({ folder })).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
    },
  );
});

test('a server that also speaks plain HTTP is known by its key all the same', async () => {
  const server = await testServer({ insecure: true });
  const { pin, secure, link } = server;
  expect(secure).toBe(false);
  expect(link).toEqual({ addresses: [`127.0.0.1:${server.port}`], pin });
  const agent = createPinnedAgent({ kind: 'look' });
  onTestFinished(() => agent.destroy());
  const info = KeyInfo.parse(await requestJson(`${urlOf(server)}/api/v1/key`, { agent }));
  expect([agent.shown?.pin, info.pin]).toEqual([pin, pin]);
});
