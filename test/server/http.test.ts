// The routes beside the sockets.
import { connect } from 'node:net';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/shared/entities.ts';
import { PROTOCOL_VERSION, TeamInfo } from '../../src/shared/protocol.ts';
import type { Member } from '../support/client.ts';
import { joinTeam, post, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let mara: Member;
beforeAll(async () => {
  server = await startServer({ team: 'Harbour' });
  mara = await server.join('Mara');
});
afterAll(() => server.close());

const get = (path: string) => fetch(`${server.url}${path}`);
async function raw(body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/api/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const answer = (await response.json()) as { ok: boolean; error?: { code: string } };
  return [response.status, answer.ok ? 'ok' : answer.error?.code];
}
const asMara = () => ({ authorization: `Bearer ${mara.token}` });
const frame = (name: string, input: unknown): string => JSON.stringify({ name, input });

describe('what anyone may ask', () => {
  test('is whether the server is well', async () => {
    const response = await get('/healthz');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'ok', head: expect.any(Number) });
  });

  test('is what team this is, without its people', async () => {
    const response = await get('/api/v1/team');
    expect(TeamInfo.parse(await response.json())).toEqual({
      product: 'lanline',
      protocol: { newest: PROTOCOL_VERSION, oldest: 1 },
      team: server.team,
      people: 1,
    });
    expect(server.team.name).toBe('Harbour');
  });

  test('is how many people are in it now', async () => {
    const people = async () => TeamInfo.parse(await (await get('/api/v1/team')).json()).people;
    const before = await people();
    const ole = await server.join('Ole');
    expect(await people()).toBe(before + 1);
    const input = { id: uuidv7(), user: ole.id, active: false };
    await post(server.url, { name: 'person.set', input }, mara.token);
    expect(await people()).toBe(before);
  });

  test('is its key, and how it came from earlier ones', async () => {
    const response = await get('/api/v1/key');
    expect(await response.json()).toEqual({ pin: server.pin, rotations: [] });
  });

  test.each(['/api', '/api/v1/commands/x', '/socket.io.js', '/..%2f..%2fetc/passwd'])(
    'is not %s',
    async (path) => expect((await get(path)).status).toBe(404),
  );

  test('is answered without hints for browsers', async () => {
    const { headers } = await get('/api/v1/team');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('is asked the right way', async () => {
    expect((await get('/api/v1/commands')).status).toBe(405);
    expect((await fetch(`${server.url}/healthz`, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('a command over HTTP', () => {
  test('does what it does over a socket', async () => {
    const id = uuidv7();
    const send = frame('message.send', { id, conversation: mara.general, text: 'by HTTP' });
    expect(await raw(send, asMara())).toEqual([200, 'ok']);
    const client = await server.connect(mara);
    const again = await client.ask('message.send', {
      id,
      conversation: mara.general,
      text: 'by HTTP',
    });
    expect(again.duplicate).toBe(true);
  });

  test('joining again with the same id and token is the same person', async () => {
    const input = { id: uuidv7(), name: 'Jon', token: 'j'.repeat(64), device: 'phone' };
    const first = await post(server.url, { name: 'team.join', input });
    const second = await post(server.url, { name: 'team.join', input });
    expect(first).toMatchObject({ ok: true, value: { me: { id: input.id, role: 'member' } } });
    expect(second).toMatchObject({ ok: true, value: { me: { id: input.id }, duplicate: true } });
    const other = { ...input, token: 'k'.repeat(64) };
    expect(await post(server.url, { name: 'team.join', input: other })).toMatchObject({
      error: { code: 'ID_CONFLICT' },
    });
  });

  test('joining under a taken name is refused, and says which field', async () => {
    const refused = joinTeam(server.url, 'mara');
    await expect(refused).rejects.toMatchObject({ code: 'NAME_TAKEN', details: { field: 'name' } });
  });

  test('fails with a status that says what kind of failure', async () => {
    const send = (text: string, conversation = mara.general) =>
      frame('message.send', { id: uuidv7(), conversation, text });
    const cases: [string, Record<string, string>, number, string][] = [
      [send(''), asMara(), 400, 'INVALID'],
      [frame('team.conquer', {}), asMara(), 400, 'UNKNOWN_COMMAND'],
      [send('x'), {}, 401, 'UNAUTHENTICATED'],
      [send('x'), { authorization: 'Bearer nonsense' }, 401, 'UNAUTHENTICATED'],
      [send('x', uuidv7()), asMara(), 404, 'NOT_FOUND'],
      [frame('channel.create', { id: uuidv7(), name: 'general' }), asMara(), 409, 'NAME_TAKEN'],
      [send('x'.repeat(limits.textBytes + 1)), asMara(), 413, 'TOO_LARGE'],
    ];
    for (const [body, headers, status, code] of cases)
      expect([body.slice(0, 60), ...(await raw(body, headers))]).toEqual([
        body.slice(0, 60),
        status,
        code,
      ]);
  });

  test.each([
    ['broken JSON', '{"name":', 400, 'INVALID'],
    ['no JSON', 'hello', 400, 'INVALID'],
    ['a bare string', '"link.ping"', 400, 'INVALID'],
    ['nothing', '', 400, 'INVALID'],
    ['a list', '[]', 400, 'INVALID'],
    ['too much', JSON.stringify({ name: 'x'.repeat(140_000) }), 413, 'TOO_LARGE'],
  ])('with %s for a body', async (_what, body, status, code) =>
    expect(await raw(body, asMara())).toEqual([status, code]),
  );

  // Browsers send these kinds to any server without asking it first.
  test.each([
    ['text/plain', frame('link.ping', {})],
    ['application/x-www-form-urlencoded', 'name=link.ping&input%5Bx%5D=1'],
    ['multipart/form-data; boundary=x', '--x\r\n'],
  ])('as a strange web page may send it is not read: %s', async (type, body) =>
    expect(await raw(body, { ...asMara(), 'content-type': type })).toEqual([400, 'INVALID']),
  );
});

test('a request that breaks off does the server no harm', async () => {
  const socket = connect(server.port, '127.0.0.1');
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  const head = 'POST /api/v1/commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  socket.write(`${head}Content-Length: 500\r\n\r\n{"name":`);
  socket.destroy();
  expect((await get('/healthz')).status).toBe(200);
});
