// The client for bots as somebody gets it who has no checkout: the package that `npm run bot-client` makes, in a project
// of its own, typed and running.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/setup/paths.mjs';
import { nodePath, toolPath } from '../../scripts/setup/runtime.mjs';
import { temporaryFolder } from '../support/folder.ts';
import { testServer } from '../support/server.ts';

const run = promisify(execFile);
const folder = temporaryFolder();
const project = folder.path;
afterAll(folder.remove);

beforeAll(async () => {
  const { stdout } = await run(nodePath(), [join(root, 'scripts', 'botClient.mjs')]);
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'lanline-bot'), { recursive: true });
  const archive = stdout.trim().split('\n').at(-1) ?? '';
  await run('tar', ['-xzf', archive, '-C', join(modules, 'lanline-bot'), '--strip-components=1']);
  mkdirSync(join(modules, '@types'));
  for (const name of ['zod', '@types/node', 'undici-types'])
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
}, 120_000);

test('holds the client, its types, its readme and the licence, and nothing else', () => {
  const files = readdirSync(join(project, 'node_modules', 'lanline-bot'));
  expect(files.toSorted()).toEqual(['LICENSE', 'README.md', 'index.js', 'package.json', 'types']);
});

test('says hello from a project of its own', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const token = randomBytes(32).toString('base64url');
  const channels = [mara.general];
  const asked = { id: uuidv7(), name: 'Hello', role: 'guest' as const, channels, token };
  await mara.ask('bot.create', {
    ...asked,
    tokenName: 'test',
    scopes: ['read', 'send'],
    expiresIn: null,
  });
  const program = `
    import { connect } from 'lanline-bot';
    const bot = await connect({ server: process.env.SERVER, pin: process.env.PIN, token: process.env.TOKEN });
    bot.on('message.created', async ({ body, author }) => {
      console.log(body.text, author === bot.me);
      await bot.close();
    });
    const [channel] = (await bot.conversations()).filter(({ name }) => name === 'general');
    await bot.send(channel.id, 'hello from npm');
  `;
  writeFileSync(join(project, 'hello.js'), program);
  const env = {
    ...process.env,
    SERVER: server.url.replace('http:', 'https:'),
    PIN: server.pin ?? '',
    TOKEN: token,
  };
  const { stdout } = await run(nodePath(), ['hello.js'], { cwd: project, env });
  expect(stdout).toBe('hello from npm true\n');
});

test('is typed: a wrong event, or a wrong use of one, does not compile', async () => {
  const program = (line: string): string => `
    import { connect } from 'lanline-bot';
    const bot = await connect({ server: 'http://127.0.0.1:7788', token: 'x' });
    ${line}
  `;
  const lines = {
    right: `bot.on('message.created', ({ body }) => body.text.toUpperCase());`,
    wrongBody: `bot.on('message.created', ({ body }) => body.txet);`,
    wrongInput: `await bot.command('message.send', { text: 5 });`,
  };
  for (const [name, line] of Object.entries(lines))
    writeFileSync(join(project, `${name}.ts`), program(line));
  const flags = '--noEmit --strict --skipLibCheck false --module nodenext --target es2024';
  const check = run(
    nodePath(),
    [
      toolPath('typescript', 'tsc'),
      ...flags.split(' '),
      'right.ts',
      'wrongBody.ts',
      'wrongInput.ts',
    ],
    { cwd: project },
  );
  const { stdout } = await check.catch((error: { stdout: string }) => error);
  const files = [...stdout.matchAll(/^(\S+?)\(/gm)].map(([, file]) => file);
  expect(new Set(files), stdout).toEqual(new Set(['wrongBody.ts', 'wrongInput.ts']));
}, 60_000);
