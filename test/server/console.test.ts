// How the console reaches its team, and how it does not.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectControl } from '../../server/cli/control.ts';
import { findControlPath } from '../../server/controlPath.ts';
import type { Invite } from '../../src/shared/door.ts';
import { connectClient } from '../support/client.ts';
import { tell, untold } from '../support/console.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { spawnServer } from '../support/process.ts';
import { joinTeam, testServer } from '../support/server.ts';

const socketOf = (data: string): string => findControlPath(data) ?? 'none';

describe('a change by the console', { timeout: 60_000 }, () => {
  test('is seen at once by those who are connected', async () => {
    const data = testFolder();
    const server = await spawnServer('--data', data);
    const mara = await connectClient(server.url, await joinTeam(server.url, 'Mara'));
    const jonas = await connectClient(server.url, await joinTeam(server.url, 'Jonas'));
    onTestFinished(() => mara.close());
    onTestFinished(() => jonas.close());
    const gone = new Promise((resolve) => jonas.socket.once('disconnect', resolve));
    await tell(data, 'team', 'name', 'Ufer');
    await tell(data, 'user', 'deactivate', 'Jonas');
    await gone;
    const types = () => mara.events().map(({ type }) => type);
    await eventually(() =>
      expect(types()).toEqual(expect.arrayContaining(['team.changed', 'person.changed'])),
    );
    await mara.ask('link.ping', {});
  });

  test('is for nobody who came over the network', async () => {
    const server = await testServer();
    for (const path of ['/commands', '/status', '/key', '/backup'])
      for (const method of ['GET', 'POST'])
        expect((await fetch(`${server.url}${path}`, { method })).status).toBe(404);
  });
});

describe('the console', { timeout: 60_000 }, () => {
  test('finds no team where there is none, and makes none', async () => {
    const data = join(testFolder(), 'data');
    for (const args of [
      ['status'],
      ['invite'],
      ['user', 'list'],
      ['key', 'rotate'],
      ['backup', '/x'],
    ])
      expect(await untold(data, ...args)).toBe(
        `1 NOT_FOUND there is no team in ${data} (lanline-server init makes one)`,
      );
    expect(existsSync(data)).toBe(false);
  });

  test('takes over from a server that was killed, and so does the next server', async () => {
    const data = testFolder();
    const first = await spawnServer('--data', data);
    const socket = socketOf(data);
    await first.end('SIGKILL');
    expect(existsSync(socket)).toBe(true);
    expect(await tell(data, 'status')).toMatchObject({ running: false });
    const second = await spawnServer('--data', data);
    expect(await tell(data, 'status')).toMatchObject({ running: true, port: second.port });
    await second.end('SIGTERM');
    expect(existsSync(socket)).toBe(false);
  });

  test('reaches a folder whose path is too long for a socket', async () => {
    const data = join(testFolder(), 'x'.repeat(120));
    const server = await spawnServer('--data', data);
    expect(await tell(data, 'status')).toMatchObject({ running: true, port: server.port });
    const socket = socketOf(data);
    expect(Buffer.byteLength(socket)).toBeLessThan(104);
    expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, 'control.path')).mode & 0o777).toBe(0o600);
    await server.end('SIGKILL');
    const next = await spawnServer('--data', data);
    // What the killed one left behind is gone.
    expect(existsSync(join(socket, '..'))).toBe(false);
    const later = socketOf(data);
    await next.end('SIGTERM');
    expect([existsSync(join(later, '..')), existsSync(join(data, 'control.path'))]).toEqual([
      false,
      false,
    ]);
    expect(await tell(data, 'status')).toMatchObject({ running: false });
  });

  test('is missing where there can be no socket, and the team is not', async () => {
    const folder = testFolder();
    mkdirSync(join(folder, 'control.sock', 'in the way'), { recursive: true });
    const server = await testServer({ folder });
    await server.join('Mara');
    expect(await connectControl(folder)).toBeNull();
    await server.stop();
    rmSync(join(folder, 'control.sock'), { recursive: true });
  });

  test('does not take another program for a server', async () => {
    const folder = testFolder();
    const other = createServer((socket) => socket.end('hello\r\n')).listen(
      join(folder, 'control.sock'),
    );
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    await expect(connectControl(folder)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    writeFileSync(join(folder, 'control.path'), '');
    await expect(connectControl(folder)).resolves.toBeNull();
  });

  test('works while another one does', async () => {
    const data = testFolder();
    await tell(data, 'init');
    const made = await Promise.all(
      Array.from({ length: 3 }, () => tell<{ invite: Invite }>(data, 'invite')),
    );
    const { invites } = await tell<{ invites: Invite[] }>(data, 'invite', 'list');
    expect(invites.map(({ id }) => id)).toEqual(
      expect.arrayContaining(made.map(({ invite }) => invite.id)),
    );
  });
});
