// The example bots, run as a reader of them would, each with a bot's token.
import { randomBytes } from 'node:crypto';
import { appendFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test } from 'vitest';
import { echo } from '../../examples/bots/echo.ts';
import { bridge } from '../../examples/bots/logBridge.ts';
import { connect } from '../../src/headless/bot.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { testServer, type TestServer } from '../support/server.ts';

async function openBot(server: TestServer, owner: TestClient, name: string) {
  const token = randomBytes(32).toString('base64url');
  await owner.ask('bot.create', {
    id: uuidv7(),
    name,
    role: 'guest',
    channels: [owner.general],
    token,
    tokenName: 'test',
    scopes: ['read', 'send'],
    expiresIn: null,
  });
  const bot = await connect({ server: server.url, token });
  onTestFinished(() => bot.close());
  return bot;
}

const saidBy = (client: TestClient, author: string): unknown[] =>
  client
    .events()
    .filter((event) => event.type === 'message.created' && event.author === author)
    .map(({ body }) => body['text']);

test('the echo says back what is said to it, and nothing else', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const bot = await openBot(server, mara, 'Echo');
  await echo(bot);
  const say = (conversation: string, text: string) =>
    mara.ask('message.send', { id: uuidv7(), conversation, text });
  await say(mara.general, 'nobody in particular');
  await say(mara.general, '@Echo hello there');
  const { conversation } = await mara.ask('direct.open', { id: uuidv7(), user: bot.me });
  await say(conversation, 'between us');
  await eventually(() => expect(saidBy(mara, bot.me)).toEqual(['hello there', 'between us']));
});

test('the bridge brings matching lines, each once, also after rotation and restart', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const bot = await openBot(server, mara, 'Syslog');
  const folder = testFolder();
  const file = join(folder, 'system.log');
  const options = { file, channel: 'general', match: /error/iu, place: join(folder, 'place.json') };
  await writeFile(file, 'an old error\n');
  const lines = (): string[] =>
    saidBy(mara, bot.me).flatMap((text) => String(text).split('\n').slice(1, -1));

  const stop = await bridge(bot, options);
  await appendFile(file, 'fine\nERROR one\nhalf an err');
  await eventually(() => expect(lines()).toEqual(['ERROR one']));
  await appendFile(file, 'or\nerror two\n');
  await eventually(() => expect(lines()).toEqual(['ERROR one', 'half an error', 'error two']));
  await stop();

  await appendFile(file, 'error while away\n');
  const again = await bridge(bot, options);
  await eventually(() => expect(lines().at(-1)).toBe('error while away'));
  await rename(file, `${file}.1`);
  await writeFile(file, 'error in the new file\n');
  await eventually(() => expect(lines().at(-1)).toBe('error in the new file'));
  await again();
  expect(lines()).toHaveLength(5);
  await expect(bridge(bot, { ...options, channel: 'nowhere' })).rejects.toThrow(/not in a channel/);
});
