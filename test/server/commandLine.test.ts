// `lanline-server` as people start and stop it.
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { readInvocation } from '../../server/cli/invocation.ts';
import { usageOf, verbs } from '../../server/cli/verbs.ts';
import { canMountDisks, testDisk } from '../support/disk.ts';
import { testFolder } from '../support/folder.ts';
import { runProgram, runProgramWith, spawnServer } from '../support/process.ts';
import { joinTeam, post } from '../support/server.ts';

describe('lanline-server', () => {
  test.each([[[]], [['--help']], [['-h']], [['help']]])('explains itself: %j', (args: string[]) =>
    expect(readInvocation(args, {}, '')).toEqual({ action: 'print', text: usageOf() }),
  );

  test.each(Object.keys(verbs))('explains %s', (verb) => {
    const text = usageOf(verb);
    expect(text).toMatch(new RegExp(`^Usage: lanline-server ${verb}`));
    expect(usageOf()).toContain(`  ${verb} `);
    for (const option of ['--data', '--port', '--config', '--json']) expect(text).toContain(option);
    for (const option of Object.keys(verbs[verb]?.flags ?? {}))
      expect(text).toContain(`--${option} `);
    for (const args of [
      [verb, '--help'],
      [verb, '-h'],
      ['help', verb],
      [verb, 'nonsense', '--help'],
    ])
      expect(readInvocation(args, {}, '')).toEqual({ action: 'print', text });
    // Fits any terminal.
    expect(
      text.split('\n').filter((line) => line.length > 80 && !line.includes('default: /')),
    ).toEqual([]);
  });

  test('explains itself and says its version on standard output', async () => {
    expect(await runProgram('--help')).toEqual({ code: 0, out: usageOf(), err: '' });
    const version = await runProgram('--version');
    expect(version).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
  });

  test.each([
    [['begin'], 'unknown command: begin'],
    [['toString'], 'unknown command: toString'],
    [['start', 'now'], 'unexpected: now'],
    [['init', 'now'], 'unexpected: now'],
    [['status', 'now'], 'unexpected: now'],
    [['invite', 'everybody'], 'unknown: invite everybody'],
    [['invite', 'list', 'all'], 'unexpected: all'],
    [['invite', 'revoke'], 'ID is missing'],
    [['invite', '--role', 'owner'], '--role: must be admin, member or guest'],
    [['invite', '--expires', 'soon'], '--expires: must be like 30m'],
    [['invite', '--expires', '0s'], '--expires: must be like 30m'],
    [['invite', '--expires', '367d'], '--expires: must be like 30m'],
    [['invite', '--uses', '0'], '--uses: must be a number'],
    [['invite', '--uses', '10001'], '--uses: must be a number'],
    [['invite', '--spoken', '--uses', '2'], '--spoken: takes neither'],
    [['invite', '--channel', 'general'], '--channel: only with --role guest'],
    [['user'], 'unknown: user'],
    [['user', 'promote'], 'unknown: user promote'],
    [['user', 'role', 'Mara'], 'ROLE is missing'],
    [['user', 'role', 'Mara', 'king'], 'ROLE: must be one of owner, admin, member, guest'],
    [['user', 'rename', 'Mara'], 'NEW is missing'],
    [['user', 'reset'], 'NAME is missing'],
    [['team', 'colour', 'red'], 'unknown: team colour'],
    [['team', 'door'], 'POLICY is missing'],
    [['team', 'door', 'ajar'], 'door: must be invite, ask or open'],
    [['team', 'name', ' '], 'name: empty'],
    [['backup'], 'FILE is missing'],
    [['restore'], 'FILE is missing'],
    [['key', 'turn'], 'unknown: key turn'],
    [['key', 'rotate', 'twice'], 'unexpected: twice'],
  ])('does not understand %j, and touches nothing', async (args, words) => {
    const data = join(testFolder(), 'data');
    const refused = async () => {
      const invocation = readInvocation([...args, '--data', data], {}, '');
      if (invocation.action === 'run') await invocation.verb.run(invocation.call);
    };
    await expect(refused()).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining(words),
    });
    expect(existsSync(data)).toBe(false);
  });

  test('says in one line what it did not understand, and to programs in JSON', async () => {
    const run = await runProgram('start', '--port', 'seven');
    const message = '--port: must be a number from 0 to 65535';
    expect(run).toEqual({ code: 2, out: '', err: `lanline-server: ${message}\n` });
    const json = await runProgram('start', '--port', 'seven', '--json');
    expect(json).toMatchObject({ code: 2, err: run.err });
    expect(JSON.parse(json.out)).toEqual({
      ok: false,
      error: { code: 'INVALID', message, field: 'port' },
    });
  });

  test('reads the environment', async () => {
    const run = await runProgramWith({ LANLINE_PORT: 'seven' }, 'status');
    expect(run.code).toBe(2);
    expect(run.err).toContain('LANLINE_PORT: must be a number from 0 to 65535 (environment)');
  });
});

describe('a server that cannot start says why', () => {
  /** The one line it leaves behind. */
  const refused = async (...args: string[]): Promise<string> => {
    const quiet = ['--host', '127.0.0.1', '--no-announce', '--log-level', 'silent'];
    const run = await runProgram('start', '--port', '0', ...quiet, ...args);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toMatch(/^lanline-server: [^\n]+\n$/);
    return run.err;
  };

  test('because its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await refused('--data', testFolder(), '--port', String(port))).toContain('EADDRINUSE');
  });

  test('because its folder is a file', async () => {
    const path = join(testFolder(), 'file');
    writeFileSync(path, '');
    expect(await refused('--data', path)).toContain('cannot write in');
  });

  // Nothing keeps root from writing into a folder but a disk that cannot be written.
  const isRoot = process.getuid?.() === 0;
  const canProtect = isRoot ? canMountDisks : process.platform !== 'win32';
  test.runIf(canProtect)('because its folder cannot be written', async () => {
    const folder = isRoot ? testDisk('ro,size=64k') : testFolder();
    if (!isRoot) chmodSync(folder, 0o500);
    expect(await refused('--data', folder)).toContain('cannot write in');
  });

  test('because its data comes from a newer version, which stays untouched', async () => {
    const folder = testFolder();
    const server = await spawnServer('--data', folder);
    await server.end('SIGTERM');
    const path = join(folder, 'team.db');
    const db = new Database(path);
    db.pragma('user_version = 9999');
    db.close();
    expect(await refused('--data', folder)).toContain('newer');
    const after = new Database(path, { readonly: true });
    expect(after.pragma('user_version', { simple: true })).toBe(9999);
    after.close();
  });

  test('because its data is damaged', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'team.db'), 'Dear diary, '.repeat(1000));
    expect(await refused('--data', folder)).toContain('not a database');
  });

  test('because another server uses its folder, which goes on undisturbed (I18)', async () => {
    const folder = testFolder();
    const server = await spawnServer('--data', folder);
    expect(await refused('--data', folder)).toContain('another server uses');
    expect(await joinTeam(server.url, 'Mara')).toMatchObject({ name: 'Mara' });
    // A kill leaves no lock behind.
    await server.end('SIGKILL');
    const next = await spawnServer('--data', folder);
    expect((await next.end('SIGTERM')).code).toBe(0);
  });
});

describe('a server that runs', () => {
  test('keeps its team over restarts, and its name', async () => {
    const folder = testFolder();
    const first = await spawnServer('--data', folder, '--name', 'Harbour');
    const mara = await joinTeam(first.url, 'Mara');
    await first.end('SIGTERM');
    const second = await spawnServer('--data', folder, '--name', 'Other');
    const team = await (await fetch(`${second.url}/api/v1/team`)).json();
    expect(team).toMatchObject({ team: { name: 'Harbour' }, people: 1 });
    const ping = { name: 'sync.resume', input: {} };
    expect(await post(second.url, ping, mara.token)).toMatchObject({ value: { me: mara.id } });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s', async (signal) => {
    const folder = testFolder();
    const server = await spawnServer('--data', folder);
    await joinTeam(server.url, 'Mara');
    expect(await server.end(signal)).toEqual({ code: 0, signal: null });
    // Folded back into the database, not left in its write-ahead log.
    expect(existsSync(join(folder, 'team.db-wal'))).toBe(false);
  });
});
