// What installs a package on each system, as real programs: whoever is asked for a password is played by a script.
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installPackage } from '../../src/main/updates/install.ts';
import { builtInKeys, installationKind } from '../../src/main/updates/installation.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';

const unix = process.platform !== 'win32';

/** Programs of a folder that is searched before the system's. */
function programs(scripts: Record<string, string>): { folder: string; env: NodeJS.ProcessEnv } {
  const folder = testFolder();
  for (const [name, body] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { folder, env: { PATH: folder } };
}

function ending() {
  const did: string[] = [];
  return {
    did,
    restart: (program = 'itself') => void did.push(`restart ${program}`),
    quit: () => void did.push('quit'),
  };
}

describe.runIf(unix)('a .deb', () => {
  test('is given to the system, which asks the person, and the app starts again', async () => {
    const { folder, env } = programs({ pkexec: 'echo "$@" > "$(dirname "$0")/asked"' });
    env['PATH'] += ':/bin:/usr/bin';
    const end = ending();
    const file = join(folder, "it's new.deb");
    expect(await installPackage(file, 'deb', end, env)).toEqual({ next: 'restarting' });
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe(
      `apt-get install --yes --no-remove -- ${file}\n`,
    );
    expect(end.did).toEqual(['restart itself']);
  });

  test.each([
    ['said no', { pkexec: 'exit 126' }],
    ['could not be asked', { pkexec: 'exit 127' }],
    ['has no such program', {}],
  ])('is left to the person who %s, with what to type', async (_what, scripts) => {
    const { env } = programs(scripts);
    const end = ending();
    expect(await installPackage("/a b/it's.deb", 'deb', end, env)).toEqual({
      next: 'byHand',
      command: `sudo apt install '/a b/it'\\''s.deb'`,
    });
    expect(end.did).toEqual([]);
  });

  test('that the system cannot install changes nothing, and says why', async () => {
    const { env } = programs({ pkexec: 'echo "E: Unmet dependencies" >&2; exit 100' });
    const end = ending();
    await expect(installPackage('/x.deb', 'deb', end, env)).rejects.toMatchObject({
      code: 'INSTALL_FAILED',
      message: 'apt-get ended with 100: E: Unmet dependencies',
    });
    expect(end.did).toEqual([]);
  });
});

describe.runIf(unix)('an AppImage', () => {
  test('takes the old one’s place at once, and is started from there', async () => {
    const folder = testFolder();
    const [target, file] = [join(folder, 'Lanline.AppImage'), join(folder, 'new')];
    writeFileSync(target, 'old');
    writeFileSync(file, 'new', { mode: 0o600 });
    const end = ending();
    expect(await installPackage(file, 'AppImage', end, { APPIMAGE: target })).toEqual({
      next: 'restarting',
    });
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(statSync(target).mode & 0o777).toBe(0o755);
    expect(existsSync(`${target}.new`)).toBe(false);
    expect(end.did).toEqual([`restart ${target}`]);
  });

  test('that is gone fails, and leaves nothing behind', async () => {
    const target = join(testFolder(), 'Lanline.AppImage');
    const end = ending();
    await expect(
      installPackage('/nothing', 'AppImage', end, { APPIMAGE: target }),
    ).rejects.toMatchObject({ code: 'INSTALL_FAILED' });
    expect([existsSync(`${target}.new`), end.did]).toEqual([false, []]);
  });
});

describe.runIf(unix)('an installer', () => {
  test('is started, and the app ends', async () => {
    const { folder } = programs({ 'setup.exe': 'echo "$@" > "$(dirname "$0")/asked"' });
    const end = ending();
    await installPackage(join(folder, 'setup.exe'), 'nsis', end);
    expect(end.did).toEqual(['quit']);
    await eventually(() =>
      expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('--updated --force-run\n'),
    );
  });

  test('that cannot be started fails', async () => {
    const end = ending();
    await expect(installPackage('/no/setup.exe', 'nsis', end)).rejects.toMatchObject({
      code: 'INSTALL_FAILED',
    });
    expect(end.did).toEqual([]);
  });

  test('as disk image is opened, and the rest is the person’s', async () => {
    const { env } = programs({ open: 'exit 0' });
    const opened = await installPackage('/x.dmg', 'dmg', ending(), env);
    expect(opened).toEqual({ next: 'byHand', command: null });
    const { env: none } = programs({});
    await expect(installPackage('/x.dmg', 'dmg', ending(), none)).rejects.toMatchObject({
      code: 'INSTALL_FAILED',
    });
  });
});

describe('this installation', () => {
  const around = (more: object = {}) => ({
    packaged: true,
    platform: 'linux',
    env: {},
    dpkgList: '/nothing',
    ...more,
  });

  test('is told by what made it', () => {
    const list = join(testFolder(), 'lanline.list');
    writeFileSync(list, '');
    expect(installationKind(around({ platform: 'win32' }))).toBe('nsis');
    expect(installationKind(around({ platform: 'darwin' }))).toBe('dmg');
    expect(installationKind(around({ dpkgList: list }))).toBe('deb');
    expect(installationKind(around({ env: { APPIMAGE: '/a' }, dpkgList: list }))).toBe('AppImage');
    expect(installationKind(around())).toEqual({ off: 'system' });
    expect(installationKind(around({ packaged: false }))).toEqual({ off: 'checkout' });
  });

  test('goes by the keys that were built in, and lets only a checkout be told others', () => {
    const file = join(testFolder(), 'package.json');
    const env = { LANLINE_RELEASE_PUBLIC: 'theirs', LANLINE_UPDATE_KIND: 'deb' };
    writeFileSync(file, '{"name":"lanline"}');
    expect(builtInKeys(file, around({ env }))).toEqual([]);
    writeFileSync(file, '{"releaseKeys":["ours"]}');
    expect(builtInKeys(file, around({ env }))).toEqual(['ours']);
    expect(installationKind(around({ env }))).toEqual({ off: 'system' });
    const checkout = around({ env, packaged: false });
    expect(builtInKeys(file, checkout)).toEqual(['theirs']);
    expect(installationKind(checkout)).toBe('deb');
  });
});
