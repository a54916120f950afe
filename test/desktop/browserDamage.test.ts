// What Chromium keeps for itself may be spoilt as well: nothing of it is ours, and none of it stops a start.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { openApp } from './support/app.ts';
import { call, hostTeam, message, openConversation, say, whenLine } from './support/steps.ts';

describeDesktop('Chromium’s own files', () => {
  it('may be garbage, or none: the app starts, and nothing of ours is lost', async () => {
    const app = await openApp();
    await hostTeam(app.page, 'Riverside Lab', 'Mara Lind');
    await openConversation(app.page, 'general');
    await say(app.page, 'still here');
    await call(app.page, 'settings.set', { theme: 'dark' });
    await app.quit();

    const browser = join(app.folder, 'browser');
    const before = filesIn(browser);
    expect(before.length).toBeGreaterThan(5);
    // The last of Chromium's processes may still put away one or the other.
    for (const file of before) {
      const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
      writeFileSync(file, randomBytes(size + 100));
    }
    // Also where it was not looked at yet.
    for (const name of ['Preferences', 'Local State', 'Cookies', 'Network Persistent State'])
      writeFileSync(join(browser, name), randomBytes(1000));
    const spoilt = await openApp(app.folder);
    await whenLine(spoilt.page, 'live');
    await openConversation(spoilt.page, 'general');
    await message(spoilt.page, 'still here').waitFor();
    expect((await call(spoilt.page, 'app.boot')).settings.theme).toBe('dark');
    await spoilt.quit();

    // Files where folders belong, and folders where files do.
    for (const name of readdirSync(browser)) {
      const path = join(browser, name);
      const folder = statSync(path).isDirectory();
      rmSync(path, { recursive: true, maxRetries: 5 });
      if (folder) writeFileSync(path, 'no folder');
      else mkdirSync(path);
    }
    const odd = await openApp(app.folder);
    await whenLine(odd.page, 'live');
    await odd.quit();

    rmSync(browser, { recursive: true, maxRetries: 5 });
    writeFileSync(browser, 'no folder');
    const without = await openApp(app.folder);
    await whenLine(without.page, 'live');
    await openConversation(without.page, 'general');
    await message(without.page, 'still here').waitFor();
    expect(readFileSync(`${browser}.damaged`, 'utf8')).toBe('no folder');
  });
});

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
