// Whatever is wrong gets a typed refusal, nothing is lost and nothing dies.
import { createServer as createTcp } from 'node:net';
import { createServer as createHttp, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { Server as IoServer } from 'socket.io';
import { expect, onTestFinished, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { PROTOCOL_VERSION } from '../../src/shared/protocol.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { joinAt, newcomer, openPerson, personIn } from '../support/person.ts';
import { testServer } from '../support/server.ts';

async function listening(server: Server | ReturnType<typeof createTcp>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const page = (body: string, type = 'text/html'): Promise<string> =>
  listening(
    createHttp((_request, response) => response.writeHead(200, { 'content-type': type }).end(body)),
  );

test('an address that is no Lanline server is said to be none', async () => {
  const person = await openPerson();
  const look = (address: string) => person.call('team.look', { place: address });
  const silent = await listening(createTcp((socket) => void socket.end()));
  const talker = await listening(
    createTcp((socket) => void socket.end('220 mail.example ESMTP\r\n')),
  );
  const redirect = await listening(
    createHttp((_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ),
  );
  await expect(look(await page('<h1>Router login</h1>'))).rejects.toMatchObject({
    code: 'NOT_LANLINE',
  });
  await expect(look(await page('{"product":"other"}'))).rejects.toMatchObject({
    code: 'NOT_LANLINE',
  });
  await expect(look(await page('"'.repeat(1_000_000)))).rejects.toMatchObject({
    code: 'NOT_LANLINE',
  });
  await expect(look(talker)).rejects.toMatchObject({ code: 'NOT_LANLINE' });
  await expect(look(redirect)).rejects.toMatchObject({ code: 'NOT_LANLINE' });
  await expect(look(silent)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  await expect(look('127.0.0.1:1')).rejects.toMatchObject({ code: 'UNREACHABLE' });
  for (const nonsense of [
    'not an address',
    'http://',
    '::::',
    'ftp://nas',
    'nas:99999',
    'a b:1',
    '../etc',
  ])
    await expect(look(nonsense), nonsense).rejects.toMatchObject({
      code: 'INVALID',
      details: { field: 'place' },
    });
  await expect(
    person.call('team.join', { place: `http://${talker}`, pin: null, name: 'Mara' }),
  ).rejects.toMatchObject({ code: 'NOT_LANLINE' });
  expect((await person.call('app.boot')).teams).toEqual([]);
});

test('a server of another protocol version is named as such, and the outbox is kept', async () => {
  const team = { id: randomUUID(), name: 'Future' };
  const protocol = { newest: PROTOCOL_VERSION + 7, oldest: PROTOCOL_VERSION + 5 };
  const info = { product: 'lanline', protocol, team, people: 3, door: 'open' };
  const person = await openPerson();
  const address = await page(JSON.stringify(info), 'application/json');
  await expect(person.call('team.look', { place: address })).rejects.toMatchObject({
    code: 'UPGRADE_REQUIRED',
  });

  // A team that was joined, and whose server has been replaced by a newer one since.
  const folder = testFolder();
  const server = await testServer({ folder });
  const mara = await newcomer(`http://${server.addresses[0]}`, 'Mara');
  const general = await mara.find('general');
  await server.close();
  await mara.offline();
  await mara.say(general, 'kept for later');
  const http = createHttp();
  const io = new IoServer(http);
  io.use((_socket, next) =>
    next(
      Object.assign(new Error('refused'), {
        data: { code: 'UPGRADE_REQUIRED', message: 'too old' },
      }),
    ),
  );
  await new Promise<void>((resolve) => http.listen(server.port, '127.0.0.1', resolve));
  await mara.call('link.retry');
  await eventually(async () =>
    expect(await mara.link()).toMatchObject({
      state: 'refused',
      error: { code: 'UPGRADE_REQUIRED' },
      waiting: 1,
    }),
  );
  await io.close();
  await testServer({ folder, port: server.port });
  await mara.call('link.retry');
  await mara.sees(general, ['kept for later']);
  await mara.live();
});

test('messages that cannot be are refused before they are queued', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const general = await mara.find('general');
  const refused: [text: string, code: string][] = [
    ['', 'INVALID'],
    [' \n\t\u200b\u2060 ', 'INVALID'],
    ['a\0b', 'INVALID'],
    ['\ud800', 'INVALID'],
    ['语'.repeat(5462), 'TOO_LARGE'],
  ];
  for (const [text, code] of refused)
    await expect(mara.say(general, text), JSON.stringify(text.slice(0, 9))).rejects.toMatchObject({
      code,
    });
  await expect(mara.say(randomUUID(), 'hello?')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await mara.say(general, '语'.repeat(5461));
  await mara.sees(general, ['语'.repeat(5461)]);
});

test('calls with wrong names and types are refused, whatever they hold', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const raw = mara.call as unknown as (name: string, input?: unknown) => Promise<unknown>;
  for (const name of ['nothing.such', '__proto__', 'constructor', 'toString', ''])
    await expect(raw(name), name).rejects.toMatchObject({ code: 'UNKNOWN_COMMAND' });
  for (const input of [null, 7, 'x', [], {}, { conversation: [] }, { conversation: {}, text: {} }])
    await expect(raw('message.send', input)).rejects.toMatchObject({ code: 'INVALID' });
  await expect(
    raw('timeline.older', { conversation: randomUUID(), before: -1 }),
  ).rejects.toMatchObject({
    code: 'INVALID',
  });
  await expect(raw('channel.join', { conversation: randomUUID() })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(raw('direct.open', { user: randomUUID() })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('a name that is taken, too long or unreadable is refused and nothing is left behind', async () => {
  const server = await testServer();
  await newcomer(server.addresses[0]!, 'Mara Lind');
  const person = await openPerson();
  const joinAs = (name: string) => joinAt(person, server.addresses[0]!, { name });
  await expect(joinAs('mara lind')).rejects.toMatchObject({ code: 'NAME_TAKEN' });
  for (const name of ['', '   ', 'x'.repeat(41), 'a\nb', 'here', 'Channel', '@mara', '\u202Eevil'])
    await expect(joinAs(name), name).rejects.toMatchObject({
      code: 'INVALID',
      details: { field: 'name' },
    });
  expect((await person.call('app.boot')).teams).toEqual([]);
  expect(readdirSync(joinPath(person.folder, 'joining'))).toEqual([]);
  await joinAs('Jonas');
  await person.live();
  await expect(joinAs('Jonas 2')).rejects.toMatchObject({ code: 'ALREADY_IN' });
});

test('a server that has lost its people says so', async () => {
  // The same key, but nobody is known: as after a database that was made anew.
  const folder = testFolder();
  const server = await testServer({ folder });
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  await server.close();
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(joinPath(folder, 'team.db'));
  db.exec('DELETE FROM device');
  db.close();
  await testServer({ folder, port: server.port });
  await mara.call('link.retry');
  expect(await mara.refused()).toBe('UNAUTHENTICATED');
});

test('a folder that cannot be written is refused with its own code', async () => {
  const folder = testFolder();
  writeFileSync(joinPath(folder, 'joining'), 'a file where a folder belongs');
  const person = await openPerson({ folder });
  const server = await testServer();
  await expect(joinAt(person, server.addresses[0]!, { name: 'Mara' })).rejects.toMatchObject({
    code: 'DATA_UNWRITABLE',
  });
  // Found out before asking: the name is still free.
  await newcomer(server.addresses[0]!, 'Mara');
});

test('a history from a newer version is left untouched, and shown as the team’s trouble', async () => {
  const [server, other] = [await testServer(), await testServer()];
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const { id } = await mara.state();
  await joinAt(mara, other.addresses[0]!, { name: 'Mara' });
  await mara.close();
  const { default: Database } = await import('better-sqlite3');
  const path = joinPath(mara.folder, 'teams', id, 'history.db');
  const db = new Database(path);
  const version = db.pragma('user_version', { simple: true });
  db.pragma('user_version = 99');
  db.close();
  const back = await openPerson({ folder: mara.folder, team: id });
  expect(await back.refused()).toBe('DATA_FROM_FUTURE');
  await expect(back.call('conversations.list')).rejects.toMatchObject({ code: 'DATA_FROM_FUTURE' });
  // The other team does not suffer from it.
  await personIn(back, other.team.id).live();

  const again = new Database(path);
  again.pragma(`user_version = ${String(version)}`);
  again.close();
  await back.call('link.retry');
  await back.live();
});
