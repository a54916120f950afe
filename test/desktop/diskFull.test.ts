// I13 for people: the disk is full while they write. It is said, what they wrote is kept, and with room
// again it goes on without a restart.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canMountDisks, fillDisk, testDisk } from '../support/disk.ts';
import { describeDesktop, electronArgs, electronPath } from '../support/electron.ts';
import { newcomer } from '../support/person.ts';
import { testServer } from '../support/server.ts';
import { appEnv, openApp } from './support/app.ts';
import { composer, said, write } from './support/messageSteps.ts';
import { call, joinTeam, openConversation, shownTexts, teamOf, whenLine } from './support/steps.ts';

/** Files that are written anew have some room of their own; so much they have not. */
const long = (word: string): string => `${word} ${'x'.repeat(16_000)}`;

describeDesktop('a disk', () => {
  it.runIf(canMountDisks)('that is full takes no word away from anybody', async () => {
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
    for (let n = 1; n < 200; n++) {
      await composer(page).fill(long(`number ${n}`));
      await composer(page).press('Enter');
      await expect
        .poll(async () => (await value()) === '' || (await failed.count()) > 0)
        .toBe(true);
      // One may go although the empty draft behind it finds no room, which is said as well.
      if ((await value()) !== '') break;
      sent.push(long(`number ${n}`));
    }
    expect(await failed.innerText()).toContain('disk is full');
    const last = await value();
    expect(last).toBe(long(`number ${sent.length + 1}`));
    await jonas.say(general, long('from Jonas'));
    // What cannot be kept is not chosen either, and the window lives on.
    const { id } = await teamOf(page);
    // Nor by what the browser has given back meanwhile.
    fillDisk(disk);
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

  it.runIf(canMountDisks)('that is full does not keep the app from starting', async () => {
    const disk = testDisk('size=96m');
    const server = await testServer();
    const [address = ''] = server.addresses;
    const app = await openApp(disk);
    await joinTeam(app.page, address, 'Mara Lind');
    await openConversation(app.page, 'general');
    await write(app.page, 'from before');
    await app.kill();

    const makeRoom = fillDisk(disk);
    const full = await openApp(disk);
    await openConversation(full.page, 'general');
    await said(full.page, 'from before').waitFor();
    makeRoom();
    await write(full.page, 'and after it');
    await said(full.page, 'and after it').and(full.page.locator('[data-state="kept"]')).waitFor();
    expect(await shownTexts(full.page)).toEqual(['from before', 'and after it']);
    await full.quit();
  });

  it.runIf(canMountDisks)('that is read-only is said at the start', async () => {
    const child = spawn(electronPath(), electronArgs(), {
      env: appEnv(join(testDisk('ro,size=64k'), 'Lanline')),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stderr.on('data', (chunk) => (told += String(chunk)));
    const ended = once(child, 'exit');
    // Until somebody has read it.
    await expect.poll(() => told).toContain('lanline: DATA_UNWRITABLE');
    child.kill('SIGKILL');
    await ended;
  });
});
