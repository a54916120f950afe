// What is said wrongly by HTTP: a clear answer each time, and a server that goes on.
import { connect } from 'node:net';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClient } from '../../support/client.ts';
import { eventually } from '../../support/eventually.ts';
import { startServer, type TestServer, testServer } from '../../support/server.ts';
import { askBy, type Given } from './asking.ts';

let server: TestServer;
let mara: TestClient;
beforeAll(async () => {
  server = await startServer();
  mara = await server.member('Mara');
});
afterAll(() => server.close());

const ask = (path: string, given: Given = {}, at = server) =>
  askBy(mara.token, `${at.url}${path}`, given);
const post = (path: string, body: string, type: string) =>
  ask(path, { method: 'POST', body, headers: { 'content-type': type } });

describe('a command', () => {
  test('whose answers nobody reads is refused when there are many, to that person only', async () => {
    const here = await testServer({ limits: { underWay: 3 } });
    const jon = await here.member('Jon');
    const ole = await here.member('Ole');
    // More than the system's own buffers hold for a connection that is not read.
    const long = 'x'.repeat(16_000);
    for (let n = 0; n < 40; n++)
      await jon.ask('message.send', { id: uuidv7(), conversation: jon.general, text: long });
    const body = JSON.stringify({ name: 'sync.pull', input: { after: 0 } });
    const pull = `POST /api/v1/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${jon.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const sockets = Array.from({ length: 3 }, () => {
      const socket = connect(here.port, '127.0.0.1');
      socket.pause();
      // So many in a row on one connection that it is full, whatever the system keeps.
      socket.write(pull.repeat(40));
      return socket;
    });
    const statusFor = async (token: string) =>
      (
        await ask(
          '/api/v1/commands',
          {
            method: 'POST',
            body: '{"name":"link.ping","input":{}}',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          },
          here,
        )
      ).status;
    await eventually(async () => expect(await statusFor(jon.token)).toBe(429));
    expect(await statusFor(ole.token)).toBe(200);
    for (const socket of sockets) socket.destroy();
    await eventually(async () => expect(await statusFor(jon.token)).toBe(200));
  });

  test('that is no JSON is refused with the position', async () => {
    const { status, error } = await post(
      '/api/v1/commands',
      '{"name": "link.ping",, }',
      'application/json',
    );
    expect([status, error.code, error.field]).toEqual([400, 'INVALID', 'body']);
    expect(error.message).toMatch(/position 21/);
  });

  test('of another content type is told which one to use', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const { status, error } = await post('/api/v1/commands', '{"name":"link.ping"}', type);
      expect([type, status, error.code, error.field]).toEqual([
        type,
        400,
        'INVALID',
        'content-type',
      ]);
    }
  });

  test('that does not exist is named', async () => {
    const { status, error } = await post(
      '/api/v1/commands',
      '{"name":"fly","input":{}}',
      'application/json',
    );
    expect([status, error.code]).toEqual([400, 'UNKNOWN_COMMAND']);
    expect(error.message).toContain('fly');
  });

  test('that is half sent hurts nobody', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      `POST /api/v1/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${mara.token}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"name": "message.send", "inp',
    );
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    expect((await mara.ask('link.ping', {})).head).toBeGreaterThan(0);
  });

  test('larger than any may be is refused', async () => {
    const body = JSON.stringify({ name: 'message.send', input: { text: 'x'.repeat(200_000) } });
    const { status, error } = await post('/api/v1/commands', body, 'application/json');
    expect([status, error.code]).toEqual([413, 'TOO_LARGE']);
  });
});

describe('a message in one line', () => {
  const to = (conversation: string) => `/api/v1/conversations/${conversation}/messages`;

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json'])(
    'is taken as %s',
    async (type) => {
      const text = `disk 93% full & counting (${type})`;
      const body = type === 'application/json' ? JSON.stringify({ text }) : `${text}\n`;
      expect(await post(to(mara.general), body, type)).toMatchObject({ status: 200, ok: true });
      await eventually(() =>
        expect(mara.events().map(({ body: said }) => said['text'])).toContain(text),
      );
    },
  );

  test('that is sent again with its key is one', async () => {
    const key = { method: 'POST', body: 'once', headers: { 'idempotency-key': uuidv7() } };
    const first = await ask(to(mara.general), key);
    expect(first.ok).toBe(true);
    expect((await ask(to(mara.general), key)).value).toEqual({ ...first.value, duplicate: true });
    const capitals = { 'idempotency-key': key.headers['idempotency-key'].toUpperCase() };
    expect(await ask(to(mara.general), { ...key, headers: capitals })).toMatchObject({
      value: { ...first.value, duplicate: true },
    });
    const other = await ask(to(mara.general), { ...key, body: 'something else' });
    expect([other.status, other.error.code]).toEqual([409, 'ID_CONFLICT']);
  });

  test('to nowhere, or of nothing, is refused', async () => {
    const codes = async (path: string, body: string, type = 'text/plain') => {
      const { status, error } = await post(path, body, type);
      return [status, error.code];
    };
    expect(await codes(to(uuidv7()), 'hello')).toEqual([404, 'NOT_FOUND']);
    expect(await codes(to('general'), 'hello')).toEqual([400, 'INVALID']);
    expect(await codes(to(mara.general), ' \n ')).toEqual([400, 'INVALID']);
    expect(await codes(to(mara.general), '[]', 'application/json')).toEqual([400, 'INVALID']);
  });
});
