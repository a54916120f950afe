// Files that a power cut or a bad disk has spoilt: the app starts, says so, and what was not sent
// yet is not lost (I14).
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { openApp, temporaryFolder } from './support/app.ts';
import {
  call,
  hostTeam,
  joinTeam,
  openConversation,
  say,
  shownTexts,
  whenLine,
} from './support/steps.ts';

const patient = { timeout: 30_000 };

describeDesktop('damaged files', () => {
  it('settings and history are set aside; what waits in the outbox is sent', async () => {
    const host = await openApp();
    const address = await hostTeam(host.page, 'Riverside Lab', 'Mara Lind');
    const guest = await openApp();
    await joinTeam(guest.page, address, 'Wei Chen 陈伟');
    await openConversation(host.page, 'general');
    await openConversation(guest.page, 'general');
    await say(host.page, 'from before');
    await expect.poll(() => shownTexts(guest.page), patient).toEqual(['from before']);
    await call(guest.page, 'settings.set', { theme: 'dark' });
    await host.quit();
    await whenLine(guest.page, 'offline');
    for (const text of ['one', 'two']) await say(guest.page, text);
    await guest.page.getByTestId('composer-input').fill('a draft');
    await guest.quit();

    spoil(guest.folder, '**/settings.json');
    spoil(guest.folder, '**/history.db');
    const guestAgain = await openApp(guest.folder);
    await notice(guestAgain.page).waitFor();
    expect(globSync('**/history.db.damaged-*', { cwd: guest.folder })).not.toEqual([]);
    expect(globSync('**/settings.json.damaged-*', { cwd: guest.folder })).not.toEqual([]);

    const hostAgain = await openApp(host.folder);
    await openConversation(hostAgain.page, 'general');
    await openConversation(guestAgain.page, 'general');
    const all = ['from before', 'one', 'two'];
    await expect.poll(() => shownTexts(hostAgain.page), patient).toEqual(all);
    await expect.poll(() => shownTexts(guestAgain.page), patient).toEqual(all);
    expect(await guestAgain.page.getByTestId('composer-input').inputValue()).toBe('a draft');
  });

  it('starts with settings that are no settings at all', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'settings.json'), '\0\0\0 not JSON');
    const { page } = await openApp(folder);
    await notice(page).waitFor();
    expect(await page.getByTestId('welcome-host').isVisible()).toBe(true);
  });
});

/** What the window says about files that it had to mend. */
const notice = (page: Page): Locator => page.getByTestId('notice-text').first();

/** Overwrites the start of the one file that the pattern names. */
function spoil(folder: string, pattern: string): void {
  const [found, ...others] = globSync(pattern, { cwd: folder });
  if (found === undefined || others.length > 0) throw new Error(`${pattern}: not exactly one`);
  const file = join(folder, found);
  const content = readFileSync(file);
  content.fill(0x58, 0, Math.min(content.length, 4096));
  writeFileSync(file, content);
}
