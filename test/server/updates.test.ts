// The folder of updates: who chooses what is offered, what can be fetched of it, and what the console says of it.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { releaseKeysIn } from '../../src/node/updateSignature.ts';
import { UpdateFeed } from '../../src/shared/updates.ts';
import { packagesOf, putBuild, releaseKey, tamperFeed } from '../support/builds.ts';
import { tell, untold } from '../support/console.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { runProgram } from '../support/process.ts';
import { testServer, type TestServer } from '../support/server.ts';

const key = releaseKey();
const offer = (version: string | null) => ({ id: uuidv7(), version });

/** What a person reads. */
const told = async (data: string): Promise<string> =>
  (await runProgram('updates', '--data', data)).out;

/** Paths go out exactly as they stand here. */
function get(server: TestServer, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    request(server.url, { path, headers: { accept: 'application/json', ...headers } }, (answer) => {
      const status = answer.statusCode ?? 0;
      text(answer).then((body) => resolve({ status, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}

async function withBuilds(...versions: string[]): Promise<{ data: string; server: TestServer }> {
  const data = testFolder();
  for (const version of versions) await putBuild(data, version, key);
  return { data, server: await testServer({ folder: data }) };
}

describe('an owner', () => {
  test('sees the versions, chooses one, and everybody hears of it', async () => {
    const { server } = await withBuilds('0.2.0', '0.10.0', '0.10.0-beta.2');
    const [mara, jonas] = [await server.member('Mara'), await server.member('Jonas')];
    const before = await mara.ask('update.list', {});
    expect(before.offered).toBeNull();
    expect(before.versions.map(({ version }) => version)).toEqual([
      '0.10.0',
      '0.10.0-beta.2',
      '0.2.0',
    ]);
    expect(before.versions[0]).toMatchObject({
      signed: true,
      releaseNotes: 'What is new in 0.10.0',
    });
    expect(before.versions[0]?.builds).toContainEqual({
      system: 'linux',
      arch: 'x64',
      kind: 'deb',
      name: 'lanline_0.10.0_amd64.deb',
      size: 1000,
      there: true,
    });
    await mara.ask('update.offer', offer('0.2.0'));
    expect((await mara.ask('update.list', {})).offered).toBe('0.2.0');
    await eventually(() =>
      expect(jonas.events().at(-1)).toMatchObject({
        type: 'update.offered',
        body: { version: '0.2.0' },
      }),
    );
  });

  test('offers only what is there, and what was offered outlasts the server', async () => {
    const { data, server } = await withBuilds('0.2.0');
    const mara = await server.member('Mara');
    expect(await mara.command('update.offer', offer('0.3.0'))).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect(await mara.command('update.offer', offer('../0.2.0'))).toMatchObject({
      error: { code: 'INVALID' },
    });
    await mara.ask('update.offer', offer('0.2.0'));
    await server.close();
    const again = await testServer({ folder: data });
    expect((await get(again, '/updates/latest-linux.yml')).status).toBe(200);
    const back = await again.connect(mara);
    await back.ask('update.offer', offer(null));
    expect((await get(again, '/updates/latest-linux.yml')).status).toBe(404);
  });
});

test('a member neither chooses nor sees what else there is', async () => {
  const { server } = await withBuilds('0.2.0');
  await server.member('Mara');
  const jonas = await server.member('Jonas');
  for (const version of ['0.2.0', '9.9.9', null])
    expect(await jonas.command('update.offer', offer(version))).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
  expect(await jonas.command('update.list', {})).toMatchObject({ error: { code: 'FORBIDDEN' } });
});

describe('the feed', () => {
  test('is what electron-updater reads, of the offered version only', async () => {
    const { server } = await withBuilds('0.2.0', '0.3.0');
    const mara = await server.member('Mara');
    expect((await get(server, '/updates/latest-linux.yml')).status).toBe(404);
    await mara.ask('update.offer', offer('0.2.0'));
    for (const name of ['latest-linux.yml', 'latest.yml', 'latest-mac.yml']) {
      const { body } = await get(server, `/updates/${name}`);
      const feed = UpdateFeed.parse(JSON.parse(body));
      expect(feed.version).toBe('0.2.0');
      expect(feed.files[0]).toMatchObject({ url: feed.path, sha512: feed.sha512, size: 1000 });
    }
    expect((await get(server, '/updates/latest-linux-arm64.yml')).status).toBe(404);
    const [deb = ''] = packagesOf('0.2.0');
    expect((await get(server, `/updates/${deb}`)).status).toBe(200);
    const part = await get(server, `/updates/${deb}`, { range: 'bytes=990-' });
    expect([part.status, part.body.length > 0]).toEqual([206, true]);
    const [other = ''] = packagesOf('0.3.0');
    expect((await get(server, `/updates/${other}`)).status).toBe(404);
  });

  test('gives nothing else of the folder, nor of the disk', async () => {
    const { data, server } = await withBuilds('0.2.0');
    const folder = join(data, 'updates', '0.2.0');
    const [deb = ''] = packagesOf('0.2.0');
    writeFileSync(join(data, 'secret.txt'), 'secret');
    writeFileSync(join(folder, 'notes.txt'), 'secret');
    writeFileSync(join(folder, '.hidden'), 'secret');
    symlinkSync(join(data, 'secret.txt'), join(folder, 'latest-linux-arm64.yml'));
    mkdirSync(join(data, 'updates', '0.2.0', 'inner'));
    const mara = await server.member('Mara');
    await mara.ask('update.offer', offer('0.2.0'));
    for (const path of [
      '/updates/',
      '/updates/notes.txt',
      '/updates/.hidden',
      '/updates/inner',
      '/updates/latest-linux-arm64.yml',
      '/updates/releaseKeys.txt',
      `/updates/0.2.0/${deb}`,
      '/updates/../secret.txt',
      '/updates/..%2f..%2fsecret.txt',
      '/updates/%2e%2e/releaseKeys.txt',
      '/updates/..%5creleaseKeys.txt',
      '/updates/%00',
    ]) {
      const { status, body } = await get(server, path);
      expect([path, status >= 400, body.includes('secret')]).toEqual([path, true, false]);
    }
  });

  test('that names what is no plain file offers nothing', async () => {
    const { data, server } = await withBuilds('0.2.0');
    tamperFeed(data, '0.2.0', ({ files }) => ({
      files: files.map((file) => ({ ...file, url: '../../team.db' })),
    }));
    const mara = await server.member('Mara');
    await mara.ask('update.offer', offer('0.2.0'));
    expect((await get(server, '/updates/..%2f..%2fteam.db')).status).toBe(404);
    const { versions } = await mara.ask('update.list', {});
    expect(versions[0]?.builds.map(({ system }) => system)).not.toContain('linux');
  });
});

describe('the console', { timeout: 60_000 }, () => {
  test('lists what lies there and whether it is right, and offers', async () => {
    const data = testFolder();
    await tell(data, 'init', '--name', 'Harbour');
    expect(await told(data)).toContain('No version lies in');
    for (const version of ['0.2.0', '0.3.0', '0.4.0']) await putBuild(data, version, key);
    tamperFeed(data, '0.3.0', () => ({ releaseNotes: 'Nothing to see' }));
    const [deb = ''] = packagesOf('0.4.0');
    writeFileSync(join(data, 'updates', '0.4.0', deb), Buffer.alloc(1000));
    expect(await tell(data, 'updates', 'offer', '0.2.0')).toEqual({ offered: '0.2.0' });
    const lines = (await told(data)).split('\n');
    expect(lines[0]).toContain(
      `0.4.0  linux-x64 win32-x64 darwin-arm64  damaged or missing: ${deb}`,
    );
    expect(lines[1]).toContain('SIGNATURE WRONG');
    expect(lines[2]).toMatch(/^\* +0\.2\.0 .*whole, signed$/);
    expect(await tell(data, 'updates', 'none')).toEqual({ offered: null });
  });

  test('refuses what is not there, and what is no version', async () => {
    const data = testFolder();
    await tell(data, 'init');
    expect(await untold(data, 'updates', 'offer', '0.2.0')).toContain('NOT_FOUND');
    expect(await untold(data, 'updates', 'offer', '../x')).toContain('INVALID');
    expect(await untold(data, 'updates', 'other')).toContain('INVALID');
  });
});

test('keys in a file: one a line, with what is said of them', async () => {
  const data = testFolder();
  await putBuild(data, '0.2.0', key);
  const file = readFileSync(join(data, 'updates', 'releaseKeys.txt'), 'utf8');
  expect(releaseKeysIn(`# ours\n${file}\nabc # old`)).toEqual([key.known, 'abc']);
});
