// `lanline-server` as people start and stop it.
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { readInvocation } from '../../server/config.ts';
import { canMountDisks, testDisk } from '../support/disk.ts';
import { testFolder } from '../support/folder.ts';
import { runProgram, spawnServer } from '../support/process.ts';
import { joinTeam, post } from '../support/server.ts';

describe('lanline-server', () => {
  test.each([[[]], [['--help']], [['-h']], [['start', '--help']]])(
    'explains itself: %j',
    (args: string[]) => expect(readInvocation(args)).toEqual({ action: 'help' }),
  );

  test('explains itself and says its version on standard output', async () => {
    const { code, out, err } = await runProgram('--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Usage: lanline-server start [options]');
    for (const option of ['--data', '--port', '--name', '--insecure'])
      expect(out).toContain(option);
    const version = await runProgram('--version');
    expect(version).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
  });

  test.each([
    [['start', '--colour', 'red'], '--colour'],
    [['begin'], 'unknown command: begin'],
    [['start', 'now'], 'unknown command: start now'],
    [['start', '--port', 'seven'], '--port'],
    [['start', '--port', '65536'], '--port'],
    [['start', '--port'], '--port'],
    [['start', '--name', ' '], '--name'],
    [['start', '--name', 'x'.repeat(41)], '--name'],
    [['start', '--data', ''], '--data'],
    [['start', '--log-level', 'loud'], '--log-level'],
  ])('does not understand %j', (args, words) => {
    expect(() => readInvocation(args)).toThrow(words);
    expect(() => readInvocation(args)).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });

  test('says in one line what it did not understand', async () => {
    const { code, out, err } = await runProgram('start', '--port', 'seven');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^lanline-server: --port: [^\n]+\n$/);
  });
});

describe('a server that cannot start says why', () => {
  /** The one line it leaves behind. */
  const refused = async (...args: string[]): Promise<string> => {
    const run = await runProgram('start', '--port', '0', '--log-level', 'silent', ...args);
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
