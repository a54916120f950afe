// Conversations in windows of their own, as a person uses them: on a real screen, with a real team.
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { type App, startAgain } from './support/app.ts';
import { idleFor } from './support/idle.ts';
import { locksBy } from './support/locking.ts';
import { composer, said, write } from './support/messageSteps.ts';
import { cannotNotify, desk, focus } from './support/notified.ts';
import { hostAlone, sharedApp } from './support/shared.ts';
import { call, conversation, openConversation, teamOf } from './support/steps.ts';

/** By its menu in the sidebar; answers the page of its window. */
async function detach({ page, electron }: App, name: string): Promise<Page> {
  await conversation(page, name).click({ button: 'right' });
  const opened = electron.waitForEvent('window');
  await page.getByTestId('menu-window').click();
  const own = await opened;
  await own.getByTestId('header-name').filter({ hasText: name }).waitFor();
  return own;
}

/** As its title bar does. */
const own = ({ electron }: App, deed: 'close' | 'hide'): Promise<void> =>
  electron.evaluate(
    ({ BrowserWindow }, what) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().includes('conversation='))
        ?.[what](),
    deed,
  );
async function closeOwn(app: App): Promise<void> {
  await own(app, 'close');
  await app.page.getByTestId('elsewhere').waitFor({ state: 'detached' });
}
/** Which windows can be seen. */
const seen = ({ electron }: App): Promise<string[]> =>
  electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((one) => one.isVisible())
      .map((one) => (one.webContents.getURL().includes('conversation=') ? 'own' : 'main'))
      .toSorted(),
  );
const titles = ({ electron }: App): Promise<string[]> =>
  electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .map((one) => one.getTitle())
      .toSorted(),
  );

describeDesktop('a conversation in its own window', () => {
  // Each test leaves only the main window, in #general.
  const { app, again } = sharedApp(hostAlone);

  it('takes what is being written with it, and brings it back', async () => {
    await composer(app.page).fill('half a thou');
    const page = await detach(app, 'general');
    await app.page.getByTestId('elsewhere').waitFor();
    await expect.poll(() => composer(page).inputValue()).toBe('half a thou');
    await write(page, 'said there');
    await said(page, 'said there').and(page.locator('[data-state="kept"]')).waitFor();
    await expect
      .poll(() => titles(app))
      .toEqual(['Riverside Lab - Lanline', 'general - Riverside Lab - Lanline']);

    await composer(page).fill('and another half');
    await closeOwn(app);
    await expect.poll(() => composer(app.page).inputValue()).toBe('and another half');
    await said(app.page, 'said there').waitFor();
  });

  it('is brought to the front instead of opened twice, and by links', async () => {
    const { id: team } = await teamOf(app.page);
    const page = await detach(app, 'general');
    const { id = '' } =
      (await call(app.page, 'conversations.list', undefined, team)).find(
        ({ name }) => name === 'general',
      ) ?? {};
    await own(app, 'hide');
    await app.page.getByTestId('elsewhere-show').click();
    await expect.poll(() => seen(app)).toEqual(['main', 'own']);
    await call(app.page, 'window.open', { team, conversation: id });
    expect(await titles(app)).toHaveLength(2);

    await write(page, 'the first');
    await own(app, 'hide');
    await startAgain(app, `lanline://message/${team}/${id}/1`);
    await expect.poll(() => seen(app)).toEqual(['main', 'own']);
    await expect(call(app.page, 'window.open', { team: id, conversation: id })).rejects.toThrow(
      'NOT_FOUND',
    );
    await closeOwn(app);
  });

  it('goes with a conversation that is left', async () => {
    const { id: team } = await teamOf(app.page);
    const { conversation: id } = await call(
      app.page,
      'channel.create',
      { name: 'hardware', topic: '', members: [] },
      team,
    );
    const page = await detach(app, 'hardware');
    const gone = page.waitForEvent('close');
    await call(app.page, 'channel.leave', { conversation: id }, team);
    await gone;
    await expect.poll(() => titles(app)).toHaveLength(1);
  });

  it('goes when the app does, with its draft, and remembers its place', async () => {
    const page = await detach(app, 'general');
    await composer(page).fill('to be kept');
    await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().includes('conversation='))
        ?.setBounds({ x: 40, y: 60, width: 480, height: 520 }),
    );
    await app.quit();
    const file = join(app.folder, 'conversation-window.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ width: 480, height: 520 });

    // A damaged file is set aside, and told of.
    writeFileSync(file, '{"x":');
    await again(app);
    await openConversation(app.page, 'general');
    await expect.poll(() => composer(app.page).inputValue()).toBe('to be kept');
    await detach(app, 'general');
    expect(existsSync(`${file}.damaged`)).toBe(true);
    const told = app.page.getByTestId('notice-text');
    await expect.poll(() => told.first().innerText()).toContain('Where the window was');
    await closeOwn(app);
  });

  it('shows nothing while the app is locked, and comes back where it was', async () => {
    await idleFor(app, 0);
    await call(app.page, 'lock.set', { code: '2468' });
    const page = await detach(app, 'general');
    await write(page, 'behind the lock');
    await said(page, 'behind the lock').waitFor();
    await composer(page).fill('a draft');
    await locksBy([page, app.page], () => page.keyboard.press('Control+l'));
    expect(await page.content()).not.toMatch(/behind the lock|a draft|general|Riverside/);
    await expect.poll(() => titles(app)).toEqual(['Lanline', 'Lanline']);

    // With one window opened the other is, too.
    await app.page.getByTestId('lock-code').fill('2468');
    await app.page.getByTestId('lock-open').click();
    await said(page, 'behind the lock').waitFor();
    await expect.poll(() => composer(page).inputValue()).toBe('a draft');
    await app.page.getByTestId('elsewhere').waitFor();
  });
});

describe.skipIf(cannotNotify)('a notification of a conversation in its own window', () => {
  it('does not come while that window is looked at, and opens that window', async () => {
    const { app, daemon, team, direct, say } = await desk();
    await call(app.page, 'window.open', { team, conversation: direct });
    await expect.poll(() => app.electron.windows().length).toBe(2);
    const page = app.electron.windows().find((one) => one !== app.page) ?? app.page;
    await composer(page).waitFor();
    await focus(page, true);
    await say('seen there');
    await said(page, 'seen there').waitFor();
    await focus(page, false);
    await say('not seen');
    const shown = await daemon.shows('not seen');
    expect(daemon.told.map(({ body }) => body)).not.toContain('seen there');
    await own(app, 'hide');
    await expect.poll(() => seen(app)).toEqual([]);
    daemon.press(shown.id, 'default');
    await expect.poll(() => seen(app)).toEqual(['own']);
    await said(page, 'not seen').waitFor();

    // Without a tray, and with nobody who needs this computer, the app ends with its main window.
    const ended = once(app.process, 'exit');
    await app.electron
      .evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((one) => !one.webContents.getURL().includes('conversation='))
          ?.close(),
      )
      .catch(() => undefined);
    await ended;
  });
});
