// What other programs say by a hook, as they would: with a plain request.
import { connect } from 'node:net';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { newCode, startServer, testServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let mara: TestClient;
beforeAll(async () => {
  server = await startServer();
  mara = await server.member('Mara');
});
afterAll(() => server.close());

type Made = { id: string; key: string; url: string };

let count = 0;
async function makeHook(by: TestClient = mara, at = server, conversation = by.general) {
  const [id, key] = [uuidv7(), newCode()];
  await by.ask('hook.create', { id, name: `Hook ${count++}`, conversation, key });
  return { id, key, url: `${at.url}/hooks/${key}` };
}

type Answer = { status: number; ok: boolean; value?: Record<string, unknown>; error?: Failed };
type Failed = { code: string; field?: string; message: string };

async function say(
  { url }: Pick<Made, 'url'>,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  // As `curl -d` has it.
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(url, { method: 'POST', body, headers: { ...type, ...headers } });
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
}

const json = { 'content-type': 'application/json; charset=utf-8' };

async function textAt(answer: Answer, by = mara): Promise<unknown> {
  const { conversation, seq } = answer.value as { conversation: string; seq: number };
  const { events } = await by.ask('history.page', { conversation, before: seq + 1, limit: 1 });
  return events[0]?.body['text'];
}

test('no key opens two hooks', async () => {
  const { key } = await makeHook();
  const again = { id: uuidv7(), name: 'Again', conversation: mara.general, key };
  expect(await mara.command('hook.create', again)).toMatchObject({
    error: { code: 'ID_CONFLICT', field: 'key' },
  });
});

describe('a text', () => {
  test('is said in the channel by the hook, and reaches everybody there', async () => {
    const hook = await makeHook();
    const answer = await say(hook, 'backup finished\n');
    expect(answer).toEqual({
      status: 200,
      ok: true,
      value: {
        conversation: mara.general,
        seq: expect.any(Number),
        pos: expect.any(Number),
        at: expect.any(Number),
      },
    });
    await eventually(() =>
      expect(mara.events()).toContainEqual(
        expect.objectContaining({
          pos: answer.value?.['pos'],
          author: hook.id,
          type: 'message.created',
          body: { text: 'backup finished', mentions: [] },
        }),
      ),
    );
  });

  test.each([
    ['of several lines', 'a=1&b=2\n  c', 'a=1&b=2\n  c'],
    ['of any script', '备份完成 ✅', '备份完成 ✅'],
    ['that looks like JSON and is none of ours', '{"level":"info"}', '{"level":"info"}'],
    ['that begins like JSON', '{not json', '{not json'],
  ])('%s is taken as it is', async (_what, body, text) => {
    expect(await textAt(await say(await makeHook(), body))).toBe(text);
  });

  test('calls people by name', async () => {
    const answer = await say(await makeHook(), 'look, @Mara');
    await eventually(() =>
      expect(mara.events().find(({ pos }) => pos === answer.value?.['pos'])?.body).toMatchObject({
        mentions: [mara.id],
      }),
    );
  });

  test.each([
    ['nothing', '', 'INVALID', 400],
    ['white space', ' \n ', 'INVALID', 400],
    ['what is not UTF-8', new Uint8Array([0x66, 0xff, 0xfe]), 'INVALID', 400],
    ['a control character', 'a\u0007b', 'INVALID', 400],
    ['more than a message holds', 'x'.repeat(17 * 1024), 'TOO_LARGE', 413],
    ['more than a request may', 'x'.repeat(64 * 1024 + 1), 'TOO_LARGE', 413],
  ] as const)('of %s is refused', async (_what, body, code, status) => {
    expect(await say(await makeHook(), body as string)).toMatchObject({ status, error: { code } });
  });
});

describe('JSON', () => {
  test('becomes Markdown, whatever curl calls it', async () => {
    const body = JSON.stringify({ title: 'Build', text: 'all *green*', more: 1 });
    const hook = await makeHook();
    for (const headers of [json, {}, { 'content-type': 'application/vnd.thing+json' }])
      expect(await textAt(await say(hook, body, headers))).toBe('**Build**\nall *green*');
    const plain = await say(hook, body, { 'content-type': 'text/plain' });
    expect(await textAt(plain)).toBe(body);
  });

  test.each([
    ['{"text": "a" "b"}', '13'],
    ['{"text": oops}', '9'],
    ['{"text": "a"', '12'],
    ['not json', '1'],
    ['', '0'],
  ])('that is none is refused with its place: %s', async (body, position) => {
    const answer = await say(await makeHook(), body, json);
    expect(answer).toMatchObject({ status: 400, error: { code: 'INVALID', field: 'body' } });
    expect(answer.error?.message).toMatch(new RegExp(`at position ${position}\\b`));
  });

  test.each([
    ['[]', 'body'],
    ['"text"', 'body'],
    ['null', 'body'],
    ['{}', 'text'],
    ['{"text":""}', 'text'],
    ['{"text":["a"]}', 'text'],
    ['{"text":"a","link":"javascript:alert(1)"}', 'link'],
    [
      '{"text":"a","attachments":[{"fields":[{"name":1,"value":2}]}]}',
      'attachments.0.fields.0.name',
    ],
  ])('that says nothing is refused: %s', async (body, field) => {
    expect(await say(await makeHook(), body, json)).toMatchObject({
      status: 400,
      error: { code: 'INVALID', field },
    });
  });
});

describe('a request', () => {
  test('with an Idempotency-Key is said once', async () => {
    const hook = await makeHook();
    const key = { 'idempotency-key': uuidv7().toUpperCase() };
    const first = await say(hook, 'once', key);
    const again = await say(hook, 'once', key);
    expect(again).toEqual({ ...first, value: { ...first.value, duplicate: true } });
    expect(await say(hook, 'other', key)).toMatchObject({
      status: 409,
      error: { code: 'ID_CONFLICT' },
    });
    expect(await say(hook, 'x', { 'idempotency-key': 'once' })).toMatchObject({
      error: { code: 'INVALID', field: 'idempotency-key' },
    });
  });

  test('by another method, or to another place, is refused', async () => {
    const { url } = await makeHook();
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await fetch(url, { method })).status).toBe(405);
    for (const place of [`${server.url}/hooks/`, `${server.url}/hooks`, `${url}/more`])
      expect((await fetch(place, { method: 'POST', body: 'x' })).status).toBe(404);
  });

  test('that is too large is answered before it has come', async () => {
    const { key } = await makeHook();
    for (const framing of ['content-length: 1000000000', 'transfer-encoding: chunked']) {
      const socket = connect(server.port, '127.0.0.1');
      const answer = new Promise<string>((resolve, reject) => {
        socket.once('data', (data) => resolve(data.toString()));
        socket.once('error', reject);
      });
      socket.write(`POST /hooks/${key} HTTP/1.1\r\nhost: 127.0.0.1\r\n${framing}\r\n\r\n`);
      const chunk = 'x'.repeat(1024);
      if (framing.includes('chunked'))
        for (let sent = 0; sent <= 64; sent++) socket.write(`400\r\n${chunk}\r\n`);
      expect(await answer).toMatch(/^HTTP\/1.1 413 /);
      socket.destroy();
    }
    expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({ status: 'ok' });
  });

  test('with a wrong key is not found, and after too many not looked at', async () => {
    const strict = await testServer({ limits: { tokens: { tries: 3, seconds: 60 } } });
    const ann = await strict.member('Ann');
    const hook = await makeHook(ann, strict);
    for (let tries = 0; tries < 5; tries++) expect((await say(hook, 'right')).status).toBe(200);
    const wrong = { url: `${strict.url}/hooks/${newCode()}` };
    for (let tries = 0; tries < 3; tries++)
      expect(await say(wrong, 'x')).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } });
    expect(await say(wrong, 'x')).toMatchObject({ status: 429, error: { code: 'RATE_LIMITED' } });
    // From this address everything is counted now.
    expect(await say(hook, 'right')).toMatchObject({ status: 429 });
  });

  test('too many of one hook are refused, and no other hook’s', async () => {
    const strict = await testServer({ limits: { send: { tries: 2, seconds: 60 } } });
    const ann = await strict.member('Ann');
    const [loud, calm] = [await makeHook(ann, strict), await makeHook(ann, strict)];
    const statuses: number[] = [];
    for (let n = 0; n < 3; n++) statuses.push((await say(loud, `${n}`)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await say(calm, 'still')).status).toBe(200);
  });
});

describe('a hook', () => {
  test('says nothing where it is not, in an archive, or after its end', async () => {
    const conversation = uuidv7();
    await mara.ask('channel.create', { id: conversation, name: `room-${conversation.slice(-6)}` });
    const hook = await makeHook(mara, server, conversation);
    await mara.ask('conversation.set', { id: uuidv7(), conversation, archived: true });
    expect(await say(hook, 'x')).toMatchObject({ status: 403, error: { field: 'archived' } });
    await mara.ask('conversation.set', { id: uuidv7(), conversation, archived: false });
    await mara.ask('conversation.set', { id: uuidv7(), conversation, posting: 'admins' });
    expect(await say(hook, 'x')).toMatchObject({ status: 403, error: { field: 'posting' } });
    await mara.ask('conversation.set', { id: uuidv7(), conversation, posting: 'everyone' });
    expect((await say(hook, 'x')).status).toBe(200);
    await mara.ask('member.remove', { id: uuidv7(), conversation, user: hook.id });
    expect(await say(hook, 'x')).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } });
    await mara.ask('member.add', { id: uuidv7(), conversation, users: [hook.id] });
    await mara.ask('person.set', { id: uuidv7(), user: hook.id, active: false });
    expect(await say(hook, 'x')).toMatchObject({ status: 403, error: { code: 'DEACTIVATED' } });
    await mara.ask('person.set', { id: uuidv7(), user: hook.id, active: true });
    expect((await say(hook, 'x')).status).toBe(200);
    await mara.ask('hook.remove', { id: uuidv7(), hook: hook.id });
    expect(await say(hook, 'x')).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } });
  });

  test('remembers when it was last used', async () => {
    const hook = await makeHook();
    const used = async () =>
      (await mara.ask('hook.list', {})).hooks.find(({ id }) => id === hook.id)?.lastUsedAt;
    expect(await used()).toBeNull();
    await say(hook, '');
    await say(hook, 'now');
    await eventually(async () => expect(await used()).toEqual(expect.any(Number)));
  });

  test('is known from its key alone: no token opens it, and it opens nothing else', async () => {
    const { key, url } = await makeHook();
    const response = await fetch(`${server.url}/api/v1/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ name: 'sync.resume', input: {} }),
    });
    expect(response.status).toBe(401);
    const foreign = await fetch(url, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
    });
    expect(foreign.status).toBe(403);
  });
});
