// What a new bot or hook is shown with: a line for a terminal, tried with the real curl. It holds the
// server to its key, and speaks to nobody else.
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { impostor } from '../support/impostor.ts';
import { ownedTeam, type Person } from '../support/person.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** Runs it as a shell would; throws what curl ends with. */
async function run(line: string): Promise<string> {
  const quiet = line.replace(/^curl/, 'curl --silent --show-error --fail --max-time 20');
  return (await promisify(execFile)('sh', ['-c', quiet])).stdout;
}
const exitCode = (line: string): Promise<unknown> =>
  run(line).then(
    () => 0,
    (error: { code: unknown }) => error.code,
  );
const person = (of: Person, name: string) =>
  eventually(async () => {
    const found = (await of.call('people.list')).find((row) => row.name === name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  });

describe.skipIf(!hasCurl)('a line for curl', () => {
  it("a bot's line says something in its channel, until its token is revoked", async () => {
    const { owner } = await ownedTeam();
    const general = await owner.find('general');
    const made = await owner.call('bot.create', {
      name: 'backup',
      channels: [general],
      tokenName: 'cron',
      scopes: ['send'],
      expiresIn: null,
    });
    expect(made.curl).toContain('--insecure --pinnedpubkey "sha256//');
    await run(made.curl!);
    await owner.sees(general, ['Hello from a script']);
    expect(await person(owner, 'backup')).toMatchObject({ id: made.bot, role: 'guest' });

    const [token] = await owner.call('devices.list', { user: made.bot });
    expect(token).toMatchObject({ name: 'cron', scopes: ['send'] });
    await owner.call('device.revoke', { device: token!.id });
    await eventually(async () => expect(await exitCode(made.curl!)).toBe(22));
  });

  it('one more token of a bot may listen only, and its line does', async () => {
    const { owner } = await ownedTeam();
    const general = await owner.find('general');
    const { bot } = await owner.call('bot.create', {
      name: 'reader',
      channels: [general],
      tokenName: '',
      scopes: ['manage'],
      expiresIn: null,
    });
    await owner.tells(general, 'for whoever listens');
    const more = await owner.call('bot.token', {
      bot,
      name: 'shelf',
      scopes: ['read'],
      expiresIn: 3_600_000,
    });
    expect(await run(more.curl!)).toContain('for whoever listens');
    const tokens = await owner.call('devices.list', { user: bot });
    expect(tokens.map(({ name }) => name).toSorted()).toEqual(['', 'shelf']);
  });

  it("an incoming hook's line says something, and nothing once it is removed", async () => {
    const { owner } = await ownedTeam();
    const general = await owner.find('general');
    const { hook, url, curl } = await owner.call('hook.create', {
      name: 'nightly',
      conversation: general,
    });
    expect(curl).toContain(url);
    await run(curl);
    await owner.sees(general, ['backup finished']);
    expect(await owner.call('hooks.list')).toMatchObject([{ id: hook.id, kind: 'incoming' }]);
    await owner.call('hook.remove', { hook: hook.id });
    expect(await owner.call('hooks.list')).toEqual([]);
    expect(await exitCode(curl)).toBe(22);
  });

  it('a line speaks to no server with another key', async () => {
    const { server, owner } = await ownedTeam();
    const general = await owner.find('general');
    const { curl } = await owner.call('hook.create', { name: 'nightly', conversation: general });
    await server.close();
    const other = await impostor(server.team, { port: server.port });
    // 90: the key is not the pinned one.
    expect(await exitCode(curl)).toBe(90);
    expect(other.told()).not.toContain('/hooks/');
  });

  it('an outgoing hook comes with a secret that is told once', async () => {
    const { owner } = await ownedTeam();
    const general = await owner.find('general');
    const made = await owner.call('hook.outgoing', {
      name: 'board',
      conversation: general,
      url: 'https://board.example/in',
      types: ['message.created', 'pin.changed'],
    });
    expect(made.secret).toMatch(/^[\w-]{43}$/);
    const listed = await owner.call('hooks.list');
    expect(listed).toMatchObject([{ kind: 'outgoing', url: 'https://board.example/in' }]);
    expect(JSON.stringify(listed)).not.toContain(made.secret);
    expect(await owner.call('hook.failed', { hook: made.hook.id })).toEqual([]);
    await owner.call('hook.discard', { hook: made.hook.id, pos: null });
  });
});
