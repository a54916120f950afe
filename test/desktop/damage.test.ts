// Files that a power cut or a bad disk has spoilt: the app starts, says so, and what was not sent
// yet is not lost (I14).
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { ownedTeam } from '../support/person.ts';
import { testServer } from '../support/server.ts';
import { openApp, temporaryFolder } from './support/app.ts';
import { call, joinTeam, openConversation, say, shownTexts, whenLine } from './support/steps.ts';

const patient = { timeout: 30_000 };

describeDesktop('damaged files', () => {
  it('settings and history are set aside; what waits in the outbox is sent', async () => {
    const { server, owner, address } = await ownedTeam({ door: 'open' });
    const guest = await openApp();
    await joinTeam(guest.page, address, 'Wei Chen 陈伟');
    await openConversation(guest.page, 'general');
    const general = await owner.find('general');
    await owner.tells(general, 'from before');
    await expect.poll(() => shownTexts(guest.page), patient).toEqual(['from before']);
    await call(guest.page, 'settings.set', { theme: 'dark' });
    await server.stop();
    await whenLine(guest.page, 'offline');
    for (const text of ['one', 'two']) await say(guest.page, text);
    await guest.page.getByTestId('composer-input').fill('a draft');
    await guest.quit();

    spoil(guest.folder, '**/settings.json');
    spoil(guest.folder, '**/history.db');
    const guestAgain = await openApp(guest.folder);
    await notice(guestAgain.page).waitFor();
    // Each is set aside when it is opened, and said; the first of them is not the last.
    for (const name of ['history.db', 'settings.json'])
      await expect
        .poll(() => globSync(`**/${name}.damaged-*`, { cwd: guest.folder }))
        .not.toEqual([]);

    await testServer({ folder: server.folder, port: server.port });
    await openConversation(guestAgain.page, 'general');
    const all = ['from before', 'one', 'two'];
    await expect.poll(() => owner.texts(general), patient).toEqual(all);
    await expect.poll(() => shownTexts(guestAgain.page), patient).toEqual(all);
    const field = guestAgain.page.getByTestId('composer-input');
    await expect.poll(() => field.inputValue()).toBe('a draft');
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
