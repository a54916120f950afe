// The small client for bots, against a real server: what it hears, and what it says, through breaks and restarts.
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Bot, type BotLink, type BotOptions, connect } from '../../src/headless/bot.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import type { Scope } from '../../src/shared/bots.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { startServer, type TestServer, testServer } from '../support/server.ts';

async function makeBot(owner: TestClient, name: string, scopes: Scope[] = ['read', 'send']) {
  const token = randomBytes(32).toString('base64url');
  const { bot } = await owner.ask('bot.create', {
    id: uuidv7(),
    name,
    role: 'guest',
    channels: [owner.general],
    token,
    tokenName: 'test',
    scopes,
    expiresIn: null,
  });
  return { token, bot };
}

async function open(options: BotOptions): Promise<Bot> {
  const bot = await connect(options);
  onTestFinished(() => bot.close());
  return bot;
}

const say = (from: TestClient, text: string) =>
  from.ask('message.send', { id: uuidv7(), conversation: from.general, text });

/** Everything that is said, as this bot hears it. */
function hearing(bot: Bot): string[] {
  const heard: string[] = [];
  bot.on('message.created', ({ body }) => void heard.push(body.text));
  return heard;
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n}`);

test('hears what is said in its channels, and speaks there', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const { token, bot: person } = await makeBot(mara, 'Echo');
  const bot = await open({ server: server.url, token });
  expect(bot.me).toBe(person.id);
  bot.on('message.created', async ({ author, conversation, body }) => {
    if (author !== bot.me) await bot.send(conversation, `you said ${body.text}`);
  });
  await say(mara, 'hello');
  await eventually(() =>
    expect(mara.events().map(({ body }) => body['text'])).toContain('you said hello'),
  );
  expect(await bot.conversations()).toContainEqual({
    id: mara.general,
    name: 'general',
    kind: 'channel',
  });
});

test('over TLS only with the right key', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const { token } = await makeBot(mara, 'Echo');
  const secure = server.url.replace('http:', 'https:');
  const pin = server.pin ?? '';
  const bot = await open({ server: secure, token, pin });
  expect((await bot.send(mara.general, 'hello')).seq).toBeGreaterThan(0);
  const wrong = { server: secure, token, pin: `A${pin.slice(1, 42)}A` };
  await expect(connect(wrong)).rejects.toMatchObject({ code: 'KEY_CHANGED' });
});

describe('with a cursor that is kept', () => {
  test('goes on where it was when it ended, in order and without a gap', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const { token } = await makeBot(mara, 'Echo');
    const options = { server: server.url, token, cursor: join(testFolder(), 'cursor.json') };
    const first = await connect(options);
    const heard = hearing(first);
    for (const text of numbered(10)) await say(mara, text);
    await eventually(() => expect(heard).toHaveLength(10));
    await first.close();
    for (const text of numbered(20).slice(10)) await say(mara, text);
    const second = await open(options);
    const later = hearing(second);
    second.on('*', () => undefined);
    await eventually(() => expect(later).toEqual(numbered(20).slice(10)));
    expect(heard).toEqual(numbered(10));
  });

  test('misses nothing and says everything once while the server goes and comes', async () => {
    const folder = testFolder();
    let server: TestServer = await startServer({ folder });
    onTestFinished(() => server.close());
    let mara = await server.member('Mara');
    const { token } = await makeBot(mara, 'Echo');
    const { port, url } = server;
    const bot = await open({ server: url, token, cursor: join(testFolder(), 'cursor.json') });
    const heard = hearing(bot);
    const sent = numbered(6).map((text) => bot.send(mara.general, `bot ${text}`));
    await say(mara, 'one');
    await server.stop();
    sent.push(...numbered(6).map((text) => bot.send(mara.general, `later ${text}`)));
    server = await startServer({ folder, port, ownerCode: '' });
    mara = await server.connect(mara);
    await say(mara, 'two');
    const landed = await Promise.all(sent);
    expect(new Set(landed.map(({ seq }) => seq)).size).toBe(12);
    await eventually(() => expect(heard).toContain('two'));
    const { events } = await mara.ask('sync.pull', { after: 0 });
    const said = events.filter(({ type }) => type === 'message.created');
    await eventually(() => expect(heard).toHaveLength(said.length));
    expect(heard).toEqual(said.map(({ body }) => body['text']));
    const own = heard.filter((text) => /^(bot|later)/.test(text));
    expect(own).toEqual([
      ...numbered(6).map((text) => `bot ${text}`),
      ...numbered(6).map((text) => `later ${text}`),
    ]);
  });

  test('begins where it is told when nothing is kept yet', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const { token } = await makeBot(mara, 'Echo');
    await say(mara, 'before');
    const bot = await open({ server: server.url, token, since: 0 });
    const all: WireEvent[] = [];
    bot.on('*', (event) => void all.push(event));
    await say(mara, 'after');
    await eventually(() => expect(all.at(-1)?.body['text']).toBe('after'));
  });
});

test('one that fails while hearing hears the next all the same', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const { token } = await makeBot(mara, 'Echo');
  const told: string[] = [];
  const bot = await open({
    server: server.url,
    token,
    log: (_level, message) => void told.push(message),
  });
  const heard: string[] = [];
  bot.on('message.created', ({ body }) => {
    heard.push(body.text);
    throw new Error('cannot');
  });
  await say(mara, 'one');
  await say(mara, 'two');
  await eventually(() => expect(heard).toEqual(['one', 'two']));
  expect(told).toContain('a hearer failed');
});

describe('what a bot may not do', () => {
  test('is refused for good, and the bot goes on', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const { token } = await makeBot(mara, 'Reader', ['read']);
    const bot = await open({ server: server.url, token });
    await expect(bot.send(mara.general, 'hello')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const heard = hearing(bot);
    await say(mara, 'still here');
    await eventually(() => expect(heard).toEqual(['still here']));
  });

  test('ends it when its token is taken away', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const { token, bot: person } = await makeBot(mara, 'Echo');
    const bot = await open({ server: server.url, token });
    const links: BotLink[] = [];
    bot.onLink((link) => void links.push(link));
    await mara.ask('device.revoke', { device: person.id });
    await eventually(() =>
      expect(links.at(-1)).toMatchObject({ state: 'refused', error: { code: 'REVOKED' } }),
    );
    await expect(connect({ server: server.url, token })).rejects.toMatchObject({ code: 'REVOKED' });
  });

  test.each([
    ['a token that nobody has', { token: 'x'.repeat(43) }, 'UNAUTHENTICATED'],
    ['an address that is none', { server: 'http://' }, 'INVALID'],
    ['a pin that is none', { pin: 'abc' }, 'INVALID'],
    ['a way that is none', { way: 'pigeon' as never }, 'INVALID'],
  ])('%s is said at once', async (_what, wrong, code) => {
    const server = await testServer();
    const options = { server: server.url, token: 'x'.repeat(43), ...wrong };
    await expect(connect(options)).rejects.toMatchObject({ code });
  });
});

test('may be closed by what it hears', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const { token } = await makeBot(mara, 'Stopper');
  const bot = await open({ server: server.url, token });
  const closed = Promise.withResolvers<string>();
  bot.on('message.created', async ({ body }) => {
    await bot.close();
    closed.resolve(body.text);
  });
  await say(mara, 'stop');
  expect(await closed.promise).toBe('stop');
});
