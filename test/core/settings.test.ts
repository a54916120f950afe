// Settings on a real disk: what cannot be kept is not chosen, and what is damaged begins anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonFile } from '../../src/core/jsonFile.ts';
import { createSettings } from '../../src/core/settings.ts';
import type { Failure } from '../../src/shared/errors.ts';
import { Settings } from '../../src/shared/rows.ts';
import { canMountDisks, fillDisk, testDisk } from '../support/disk.ts';
import { testFolder } from '../support/folder.ts';

function open(folder = testFolder()) {
  const path = join(folder, 'settings.json');
  const notices: Failure[] = [];
  const told: Settings[] = [];
  const file = jsonFile(path, Settings, (failure) => notices.push(failure));
  return { path, notices, told, settings: createSettings(file, (now) => told.push(now)) };
}

describe.runIf(canMountDisks)('on a full disk', () => {
  it('a change is refused, and everything is as before, also beside one that was kept', async () => {
    const folder = testDisk('size=64k');
    const { settings, told } = open(folder);
    await settings.change({ theme: 'dark' });
    const makeRoom = fillDisk(folder);
    await expect(settings.change({ theme: 'light' })).rejects.toMatchObject({
      code: 'STORAGE_FULL',
    });
    expect([settings.now.theme, told.length]).toEqual(['dark', 1]);
    expect(open(folder).settings.now.theme).toBe('dark');
    makeRoom();
    await settings.change({ notify: false });
    expect(open(folder).settings.now).toMatchObject({ theme: 'dark', notify: false });
  });
});

it('what was chosen last is on the disk before the core is closed', async () => {
  const folder = testFolder();
  const { settings } = open(folder);
  const changes = [settings.change({ theme: 'dark' }), settings.change({ notify: false })];
  await settings.settled();
  expect(open(folder).settings.now).toMatchObject({ theme: 'dark', notify: false });
  await Promise.all(changes);
});

describe('a damaged file', () => {
  it.each(['\0\0', '[]', '{"theme":"pink"}', '{"onClose":"never"}', '"'.repeat(99)])(
    'is set aside and told of: %j',
    async (text) => {
      const folder = testFolder();
      const path = join(folder, 'settings.json');
      writeFileSync(path, text);
      const { settings, notices } = open(folder);
      expect(settings.now).toEqual(Settings.parse({}));
      expect(notices).toMatchObject([{ code: 'SETTINGS_DAMAGED' }]);
      const kept = notices[0]?.message.split('kept as ').at(-1) ?? '';
      expect(readFileSync(kept, 'utf8')).toBe(text);
      await settings.change({ theme: 'dark' });
      expect(open(folder)).toMatchObject({ notices: [] });
    },
  );
});
