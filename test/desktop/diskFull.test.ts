// I13 for people: the disk is full while they write. It is said, what they wrote is kept, and with room
// again it goes on without a restart.
import { expect, it } from 'vitest';
import { canMountDisks, fillDisk, testDisk } from '../support/disk.ts';
import { describeDesktop } from '../support/electron.ts';
import { newcomer } from '../support/person.ts';
import { testServer } from '../support/server.ts';
import { openApp } from './support/app.ts';
import { composer } from './support/messageSteps.ts';
import { call, joinTeam, openConversation, shownTexts, teamOf, whenLine } from './support/steps.ts';

/** Files that are written anew have some room of their own; so much they have not. */
const long = (word: string): string => `${word} ${'x'.repeat(16_000)}`;

describeDesktop('a full disk', () => {
  it.runIf(canMountDisks)('takes no word away from anybody', async () => {
    const disk = testDisk('size=96m');
    const server = await testServer();
    const jonas = await newcomer(server.addresses[0] ?? '', 'Jonas Berg');
    const general = await jonas.find('general');
    const app = await openApp(disk);
    const { page } = app;
    await joinTeam(page, server.addresses[0] ?? '', 'Mara Lind');
    await openConversation(page, 'general');

    const makeRoom = fillDisk(disk);
    const failed = page.locator('main').getByTestId('error-text');
    const value = () => composer(page).inputValue();
    const sent: string[] = [];
    for (let n = 1; (await failed.count()) === 0; n++) {
      await composer(page).fill(long(`number ${n}`));
      await composer(page).press('Enter');
      await expect
        .poll(async () => (await failed.count()) + ((await value()) === '' ? 1 : 0))
        .toBe(1);
      if ((await failed.count()) === 0) sent.push(long(`number ${n}`));
      expect(n).toBeLessThan(200);
    }
    expect(await failed.innerText()).toContain('disk is full');
    const last = await value();
    expect(last).toBe(long(`number ${sent.length + 1}`));
    await jonas.say(general, long('from Jonas'));
    // What cannot be kept is not chosen either, and the window lives on.
    const { id } = await teamOf(page);
    await expect(call(page, 'settings.set', { theme: 'dark' })).rejects.toThrow('STORAGE_FULL');
    expect(await call(page, 'conversations.list', undefined, id)).not.toEqual([]);

    makeRoom();
    await composer(page).press('Enter');
    await expect.poll(value).toBe('');
    const all = [...sent, long('from Jonas'), last];
    await expect.poll(async () => (await jonas.texts(general)).toSorted()).toEqual(all.toSorted());
    await whenLine(page, 'live');
    await expect.poll(async () => (await shownTexts(page)).toSorted()).toEqual(all.toSorted());
    await app.quit();
  });
});
