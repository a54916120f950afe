// A copy of everything, and the team that comes back from it (K10).
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import type { CommandOutput } from '../../src/shared/commands.ts';
import { unwrap } from '../../src/shared/errors.ts';
import type { Member } from '../support/client.ts';
import { tell, untold } from '../support/console.ts';
import { canMountDisks, testDisk } from '../support/disk.ts';
import { testFolder } from '../support/folder.ts';
import { type ServerProcess, spawnServer } from '../support/process.ts';
import { joinTeam, post } from '../support/server.ts';

const ask = async <T>({ url }: ServerProcess, name: string, input: object, token: string) =>
  unwrap(await post<T>(url, { name, input }, token));
const resume = (server: ServerProcess, { token }: Member) =>
  ask<CommandOutput<'sync.resume'>>(server, 'sync.resume', {}, token);
const say = (server: ServerProcess, { token, general }: Member, text: string) =>
  ask(server, 'message.send', { id: uuidv7(), conversation: general, text }, token);
async function texts(server: ServerProcess, { token, general }: Member): Promise<string[]> {
  type Page = CommandOutput<'history.page'>;
  const page = await ask<Page>(server, 'history.page', { conversation: general }, token);
  return page.events.flatMap(({ body }) => ('text' in body ? [String(body['text'])] : []));
}

describe('a backup', { timeout: 60_000 }, () => {
  test('of a team that talks brings it back whole, as another lineage', async () => {
    const data = testFolder();
    const file = join(testFolder(), 'harbour.db');
    const server = await spawnServer('--data', data, '--name', 'Harbour');
    const mara = await joinTeam(server.url, 'Mara');
    for (let n = 0; n < 20; n++) await say(server, mara, `before ${n}`);
    let talking = true;
    const talk = (async () => {
      for (let n = 0; talking; n++) await say(server, mara, `meanwhile ${n}`);
    })();
    const written = await tell<{ bytes: number }>(data, 'backup', file);
    talking = false;
    await talk;
    expect(statSync(file).size).toBe(written.bytes);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(data).filter((name) => name.includes('backup'))).toEqual([]);
    expect(readdirSync(join(file, '..'))).toEqual(['harbour.db']);
    await say(server, mara, 'afterwards');
    const before = await resume(server, mara);
    const all = await texts(server, mara);
    await server.end('SIGTERM');

    const other = join(testFolder(), 'data');
    const restored = await tell(other, 'restore', file);
    expect(restored).toMatchObject({
      team: { name: 'Harbour' },
      people: 1,
      pin: server.started.pin,
    });
    expect(statSync(other).mode & 0o777).toBe(0o700);
    expect(statSync(join(other, 'team.db')).mode & 0o777).toBe(0o600);
    expect(readdirSync(other)).not.toContain('restoring');
    const back = await spawnServer('--data', other);
    expect(back.started.pin).toBe(server.started.pin);
    expect(back.started.team).toEqual(server.started.team);
    const after = await resume(back, mara);
    expect(after).toMatchObject({ me: mara.id, team: before.team });
    expect(after.epoch).not.toBe(before.epoch);
    const kept = await texts(back, mara);
    expect(kept).toEqual(all.slice(0, kept.length));
    expect(kept.length).toBeGreaterThanOrEqual(20);
    expect(kept).not.toContain('afterwards');
  });

  test('of a team whose server does not run is the same, however often it comes back', async () => {
    const data = testFolder();
    const file = join(testFolder(), 'backup.db');
    const server = await spawnServer('--data', data);
    const mara = await joinTeam(server.url, 'Mara');
    await say(server, mara, 'kept');
    const epochs = [(await resume(server, mara)).epoch];
    await server.end('SIGTERM');
    await tell(data, 'backup', file);
    for (let n = 0; n < 2; n++) {
      const folder = testFolder();
      await tell(folder, 'restore', file);
      const back = await spawnServer('--data', folder);
      epochs.push((await resume(back, mara)).epoch);
      expect(await texts(back, mara)).toEqual(['kept']);
      await back.end('SIGTERM');
    }
    expect(new Set(epochs).size).toBe(3);
  });

  test('is not written over anything, nor half', async () => {
    const data = testFolder();
    await tell(data, 'init');
    const file = join(testFolder(), 'there.db');
    writeFileSync(file, 'precious');
    expect(await untold(data, 'backup', file)).toBe(`1 DATA_UNWRITABLE ${file} is there already`);
    expect(readFileSync(file, 'utf8')).toBe('precious');
    const nowhere = join(testFolder(), 'nowhere', 'backup.db');
    expect(await untold(data, 'backup', nowhere)).toBe(
      `1 DATA_UNWRITABLE cannot write ${nowhere}: ENOENT`,
    );
  });

  test.runIf(canMountDisks)('that has no room is not there', async () => {
    const data = testFolder();
    await tell(data, 'init');
    const disk = testDisk('size=40k');
    const file = join(disk, 'backup.db');
    expect(await untold(data, 'backup', file)).toBe(`1 STORAGE_FULL no room left for ${file}`);
    expect(readdirSync(disk)).toEqual([]);
  });
});

describe('restore', { timeout: 60_000 }, () => {
  test('touches no folder that holds a team', async () => {
    const data = testFolder();
    await tell(data, 'init', '--name', 'Harbour');
    const file = join(testFolder(), 'backup.db');
    await tell(data, 'backup', file);
    expect(await untold(data, 'restore', file)).toBe(
      `1 DATA_IN_USE there is a team in ${data} already`,
    );
    const server = await spawnServer('--data', data);
    expect(await untold(data, 'restore', file)).toMatch(/^1 DATA_IN_USE /);
    await server.end('SIGTERM');
    expect(await tell(data, 'status')).toMatchObject({ team: { name: 'Harbour' } });
  });

  test('makes no team of what is no backup', async () => {
    const source = testFolder();
    await tell(source, 'init');
    const folder = testFolder();
    const whole = join(folder, 'whole.db');
    await tell(source, 'backup', whole);
    const path = (name: string) => join(folder, name);
    const copy = (name: string) => writeFileSync(path(name), readFileSync(whole));
    writeFileSync(path('empty'), '');
    writeFileSync(path('letter'), 'Dear diary, '.repeat(1000));
    new Database(path('foreign')).exec('CREATE TABLE meta (key, value)').close();
    copy('truncated');
    truncateSync(path('truncated'), statSync(whole).size / 2);
    copy('future');
    const future = new Database(path('future'));
    future.pragma('user_version = 9999');
    future.close();

    const data = join(testFolder(), 'data');
    for (const name of ['empty', 'letter', 'foreign', 'truncated'])
      expect([name, await untold(data, 'restore', path(name))]).toEqual([
        name,
        expect.stringMatching(/^1 STORAGE_DAMAGED .* is no (whole )?backup of a team$/),
      ]);
    expect(await untold(data, 'restore', path('future'))).toMatch(/^1 DATA_FROM_FUTURE /);
    expect(await untold(data, 'restore', path('nowhere'))).toMatch(
      /^1 NOT_FOUND there is no file /,
    );
    expect(existsSync(join(data, 'team.db'))).toBe(false);
    expect(readdirSync(data)).toEqual(['lock.db']);
    // The folder is as good as new.
    await tell(data, 'restore', whole);
  });
});
