// Builds signed as updates: what the scripts write is what the app takes, and keys are kept as keys.
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { buildOf, notesOf } from '../../scripts/packing/feeds.mjs';
import { releaseKeys } from '../../scripts/packing/releaseKeys.mjs';
import { root } from '../../scripts/setup/paths.mjs';
import { runQuietly } from '../../scripts/setup/run.mjs';
import { isSignedBy, releaseKeysIn } from '../../src/node/updateSignature.ts';
import { feedNameFor, feedNames, UpdateFeed } from '../../src/shared/updates.ts';
import { testFolder } from '../support/folder.ts';

const run = (script: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
  runQuietly(process.execPath, [join(root, 'scripts', script), ...args], {
    env: { ...process.env, LANLINE_RELEASE_KEY: '', LANLINE_RELEASE_PUBLIC: '', ...env },
  });
const { version } = packageJson;

async function madeKey(): Promise<string> {
  const file = join(testFolder(), 'release.pem');
  expect(await run('releaseKey.mjs', [file])).toMatchObject({ ok: true });
  return file;
}

describe('a release key', () => {
  test('is made for one’s own eyes, and never over another', async () => {
    const file = await madeKey();
    const mode = statSync(file).mode & 0o777;
    expect(process.platform === 'win32' || mode === 0o600).toBe(true);
    const before = readFileSync(file, 'utf8');
    expect(await run('releaseKey.mjs', [file])).toMatchObject({ ok: false });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('is not put into the checkout', async () => {
    const { ok, output } = await run('releaseKey.mjs', [join(root, 'packaging', 'key.pem')]);
    expect([ok, output]).toEqual([false, expect.stringContaining('is in the checkout')]);
  });

  test('that is another kind of key, or none, is said', () => {
    const folder = testFolder();
    const { privateKey } = generateKeyPairSync('x25519');
    const other = join(folder, 'other.pem');
    writeFileSync(other, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const known = (key: string, others = '') =>
      releaseKeys({ LANLINE_RELEASE_KEY: key, LANLINE_RELEASE_PUBLIC: others });
    expect(() => known(other)).toThrow('not an Ed25519 key');
    expect(() => known(join(folder, 'nothing'))).toThrow('no private key');
    expect(() => known('', 'abc')).toThrow('no Ed25519 key in base64');
    expect(known('')).toEqual({ signing: null, known: [] });
  });
});

describe('signing', () => {
  test('makes feeds of the packages of this version that an app with this key takes', async () => {
    const file = await madeKey();
    const dist = testFolder();
    const packages = [
      `lanline_${version}~trial_amd64.deb`,
      `lanline_${version}_arm64.deb`,
      `lanline-${version}-linux-x86_64.AppImage`,
      `lanline-${version}-win-x64.exe`,
      `lanline-${version}-mac-x64.dmg`,
      `lanline-${version}-mac-arm64.dmg`,
    ];
    const others = ['lanline_0.0.1_amd64.deb', `lanline-server_${version}_amd64.deb`, 'SHA256SUMS'];
    for (const name of [...packages, ...others]) writeFileSync(join(dist, name), name);
    const env = { LANLINE_RELEASE_KEY: file };
    for (const _twice of [1, 2])
      expect(await run('signUpdates.mjs', [dist], env)).toMatchObject({ ok: true });

    const folder = join(dist, 'updates', version);
    const keys = releaseKeysIn(readFileSync(join(dist, 'updates', 'releaseKeys.txt'), 'utf8'));
    expect(keys).toEqual(releaseKeys(env).known);
    expect(readdirSync(folder).toSorted()).toEqual([...packages, ...feedNames].toSorted());
    for (const name of feedNames) {
      const feed = UpdateFeed.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      expect([name, isSignedBy(feed, keys)]).toEqual([name, true]);
      expect(isSignedBy({ ...feed, releaseNotes: 'other' }, keys)).toBe(false);
      expect(new Set(feed.files.map(({ arch }) => feedNameFor(feed.system, arch)))).toEqual(
        new Set([name]),
      );
    }
  });

  test('says what is missing', async () => {
    const empty = testFolder();
    expect((await run('signUpdates.mjs', [empty])).output).toContain('names no private key');
    const env = { LANLINE_RELEASE_KEY: await madeKey() };
    expect((await run('signUpdates.mjs', [empty], env)).output).toContain('No package of this');
  });

  test('knows packages by their names, and news by the changelog', () => {
    expect(buildOf('lanline_0.2.0-rc.1_amd64.deb')).toMatchObject({ version: '0.2.0-rc.1' });
    for (const name of ['lanline-server_0.2.0_amd64.deb', 'lanline.deb', 'x.exe'])
      expect(buildOf(name)).toBeNull();
    const changelog = join(testFolder(), 'CHANGELOG.md');
    writeFileSync(changelog, '# Changelog\n\n## 0.2.0 (today)\n\n- New.\n\n## 0.1.0\n\n- Old.\n');
    expect(notesOf(changelog, '0.2.0')).toBe('- New.');
    expect(notesOf(changelog, '0.1.0')).toBe('- Old.');
    expect(notesOf(changelog, '0.3.0')).toBe('');
  });
});
