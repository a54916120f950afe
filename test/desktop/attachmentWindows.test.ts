// Files that wait go with their conversation into a window of its own, and come back with it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { openApp, temporaryFolder } from './support/app.ts';
import { copyPicture, picture } from './support/carried.ts';
import { dragInto } from './support/dragging.ts';
import { composer } from './support/messageSteps.ts';
import { conversation, hostTeam, openConversation } from './support/steps.ts';

const names = (page: Page): Promise<string[]> =>
  page.locator('main').getByTestId('attachment-name').allTextContents();
const thumbnails = (page: Page): Promise<number> =>
  page.getByTestId('attachment-thumbnail').count();

describeDesktop('files in a window of its own', () => {
  it('are those that waited, with more, and none is lost when it closes', async () => {
    const notes = join(temporaryFolder(), 'notes.txt');
    writeFileSync(notes, 'remember');
    const app = await openApp();
    const { page, electron } = app;
    await hostTeam(page, 'Riverside Lab', 'Mara Lind');
    await openConversation(page, 'general');
    const drag = await dragInto(page, { files: [notes] });
    await drag.over(page.getByTestId('drop-zone'));
    await drag.drop();
    await expect.poll(() => names(page)).toEqual(['notes.txt']);
    await copyPicture(page, await picture(electron, 300, 200));
    await composer(page).press('ControlOrMeta+v');
    await expect.poll(() => thumbnails(page)).toBe(1);
    const before = await names(page);
    expect(before).toEqual(['notes.txt', expect.stringMatching(/png$/)]);

    await conversation(page, 'general').click({ button: 'right' });
    const opened = electron.waitForEvent('window');
    await page.getByTestId('menu-window').click();
    const own = await opened;
    await expect.poll(() => names(own)).toEqual(before);
    await expect.poll(() => thumbnails(own)).toBe(1);
    await composer(own).press('ControlOrMeta+v');
    await expect.poll(() => thumbnails(own)).toBe(2);
    const all = await names(own);
    // As its title bar does.
    await electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().includes('conversation='))
        ?.close(),
    );
    await page.getByTestId('elsewhere').waitFor({ state: 'detached' });
    await expect.poll(() => names(page)).toEqual(all);
    await expect.poll(() => thumbnails(page)).toBe(2);
  });
});
