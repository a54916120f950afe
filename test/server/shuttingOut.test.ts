// A device or a person that is shut out: at once, also on connections that are open.
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandOutput } from '../../src/shared/commands.ts';
import { unwrap } from '../../src/shared/errors.ts';
import { PROTOCOL_VERSION } from '../../src/shared/protocol.ts';
import { type Member, openSocket, type TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { newCode, newToken, post, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let ann: TestClient;
beforeAll(async () => {
  server = await startServer();
  ann = await server.member('Ann');
});
afterAll(() => server.close());

/** Another computer of this person, by a code from the first. Its `id` is the person's, its `device` its own. */
async function secondDevice(of: Member): Promise<Member & { device: string }> {
  const code = newCode();
  const frame = { name: 'device.invite', input: { id: uuidv7(), code, user: of.id } };
  unwrap(await post(server.url, frame, of.token));
  const [id, token] = [uuidv7(), newToken()];
  const input = { id, token, device: 'second', code };
  unwrap(await post<CommandOutput<'team.join'>>(server.url, { name: 'team.join', input }));
  return { ...of, token, device: id };
}

const ended = (client: TestClient): Promise<string> =>
  new Promise((resolve) => client.socket.once('disconnect', (reason) => resolve(reason)));

/** The code that a handshake is refused with. */
function refusal(token: string): Promise<string | undefined> {
  const socket = openSocket(server.url, { protocol: PROTOCOL_VERSION, token });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => reject(new Error('connected')));
    socket.once('connect_error', (error: Error & { data?: { code: string } }) => {
      socket.close();
      resolve(error.data?.code);
    });
  });
}

const shutOut = (user: string, active = false) =>
  ann.ask('person.set', { id: uuidv7(), user, active });
const say = (who: TestClient, text: string) =>
  who.command('message.send', { id: uuidv7(), conversation: who.general, text });
const ping = { name: 'sync.resume', input: {} };

describe('a device', () => {
  test('that is revoked loses its open connections, and no others of its person', async () => {
    const first = await server.join('Bob');
    const second = await secondDevice(first);
    const [phone, laptop, other] = await Promise.all(
      [first, second, second].map((member) => server.connect(member)),
    );
    if (!phone || !laptop || !other) throw new Error('nobody connected');
    const gone = Promise.all([ended(laptop), ended(other)]);
    await phone.ask('device.revoke', { device: second.device });
    await gone;
    expect(phone.socket.connected).toBe(true);
    expect((await say(phone, 'still here')).ok).toBe(true);
    expect(await refusal(second.token)).toBe('REVOKED');
    expect(await post(server.url, ping, second.token)).toMatchObject({
      error: { code: 'REVOKED' },
    });
    const { devices } = await phone.ask('device.list', {});
    expect(devices.map(({ id }) => id)).toEqual([first.id]);
  });

  test('that revokes itself still hears that it is done', async () => {
    const member = await server.join('Cid');
    const client = await server.connect(member);
    const gone = ended(client);
    expect(await client.command('device.revoke', { device: member.id })).toMatchObject({
      ok: true,
    });
    await gone;
    expect(await refusal(member.token)).toBe('REVOKED');
  });

  test('by polling is cut off like any other', async () => {
    const member = await server.join('Polly');
    const client = await server.connect(member, { transports: ['polling'] });
    const gone = ended(client);
    await ann.ask('device.revoke', { device: member.id });
    await gone;
    expect(await refusal(member.token)).toBe('REVOKED');
  });

  test('loses what it had under way, and hears nothing that came after', async () => {
    const member = await server.join('Dee');
    const phone = await server.connect(member);
    // By polling, what is sent while one request is under way shares the next one: one commit.
    const client = await server.connect(member, { transports: ['polling'] });
    const gone = Promise.all([ended(client), ended(phone)]);
    const underWay = client.ask('link.ping', {});
    const outcomes = await Promise.all([
      say(client, 'in time'),
      client.command('device.revoke', { device: member.id }),
      say(client, 'late'),
    ]);
    await underWay;
    const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
    expect(codes).toEqual(['ok', 'ok', 'REVOKED']);
    await say(ann, 'without Dee');
    await gone;
    const { events } = await ann.ask('history.page', { conversation: ann.general });
    expect(events.at(-1)?.body).toMatchObject({ text: 'without Dee' });
    expect(events.at(-2)).toMatchObject({ author: member.id, body: { text: 'in time' } });
    expect(phone.events().at(-1)?.body).toMatchObject({ text: 'in time' });
  });

  test('is listed with whether it is connected, and when it last was', async () => {
    const member = await server.join('Eve');
    const second = await secondDevice(member);
    const client = await server.connect(member);
    const list = async () => (await client.ask('device.list', {})).devices;
    const states = async () => new Map((await list()).map(({ id, online }) => [id, online]));
    expect(await states()).toEqual(
      new Map([
        [member.id, true],
        [second.device, false],
      ]),
    );
    const laptop = await server.connect(second);
    expect((await states()).get(second.device)).toBe(true);
    laptop.close();
    await eventually(async () => {
      expect((await states()).get(second.device)).toBe(false);
      const [, seen] = await list();
      expect(seen?.lastSeenAt).toBeGreaterThanOrEqual(seen?.createdAt ?? Infinity);
    });
  });
});

describe('a person', () => {
  test('who is shut out loses every connection at once, and comes back when let in', async () => {
    const member = await server.join('Flo');
    const second = await secondDevice(member);
    const clients = [await server.connect(member), await server.connect(second)];
    const gone = Promise.all(clients.map(ended));
    const { pos } = await shutOut(member.id);
    await gone;
    // They heard that much.
    for (const client of clients)
      expect(client.events().at(-1)).toMatchObject({ pos, type: 'person.changed' });
    for (const { token } of [member, second]) {
      expect(await refusal(token)).toBe('DEACTIVATED');
      expect(await post(server.url, ping, token)).toMatchObject({
        error: { code: 'DEACTIVATED' },
      });
    }
    const { people } = await ann.ask('sync.snapshot', {});
    expect(people.find(({ id }) => id === member.id)).toMatchObject({ active: false });
    await eventually(async () => {
      const { presence } = await ann.ask('sync.resume', {});
      expect(presence.map(([user]) => user)).not.toContain(member.id);
    });
    await shutOut(member.id, true);
    const back = await server.connect(member);
    expect((await say(back, 'back again')).ok).toBe(true);
  });

  test('hears nothing that was committed behind them, though it was one commit', async () => {
    const client = await server.connect(await server.join('Gus'));
    await client.ask('link.ping', {});
    const { head: before } = await ann.ask('sync.resume', {});
    const gone = ended(client);
    const done = await Promise.all([
      ...['a', 'b', 'c'].map((text) => say(ann, text)),
      shutOut(client.id),
      ...['d', 'e', 'f'].map((text) => say(ann, text)),
    ]);
    await gone;
    const landed = done[3];
    const last = landed && 'pos' in landed ? landed.pos : 0;
    const heard = client.events().filter(({ pos }) => pos > before);
    expect(heard.map(({ pos }) => pos)).toEqual(
      Array.from({ length: last - before }, (_, n) => before + 1 + n),
    );
  });

  test('who connects while being shut out is not forgotten', async () => {
    const member = await server.join('Hal');
    for (let round = 0; round < 10; round++) {
      const sockets = Array.from({ length: 8 }, () =>
        openSocket(server.url, { protocol: PROTOCOL_VERSION, token: member.token }),
      );
      await shutOut(member.id);
      // Refused, or ended: none of them is left.
      await eventually(async () => {
        const { presence } = await ann.ask('sync.resume', {});
        expect(presence.map(([user]) => user)).not.toContain(member.id);
      });
      const text = `behind Hal's back ${round}`;
      await ann.ask('message.send', { id: uuidv7(), conversation: ann.general, text });
      await eventually(() => expect(sockets.filter(({ connected }) => connected)).toEqual([]));
      for (const socket of sockets) socket.close();
      await shutOut(member.id, true);
    }
  });
});
