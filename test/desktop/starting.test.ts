// One app per data folder, a window that comes back where it was, and a quit that is always safe.
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { newcomer } from '../support/person.ts';
import { type App, hasEnded, startAgain } from './support/app.ts';
import { hostAlone, sharedApp } from './support/shared.ts';
import { hostedAt, message, openConversation, say, whenLine } from './support/steps.ts';

describeDesktop('starting', () => {
  // One person and their window, from test to test; the last closes it.
  const { app, again } = sharedApp();

  it('a second time brings the first window to the front', async () => {
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect(await isVisible(app)).toBe(false);
    await startAgain(app);
    await expect.poll(() => isVisible(app)).toBe(true);
    expect(hasEnded(app.process)).toBe(false);
  });

  it('recovers from a page that crashes', async () => {
    const reloaded = app.electron.evaluate(
      ({ BrowserWindow }) =>
        new Promise<string>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('did-finish-load', () => resolve(contents.getURL()));
          contents?.forcefullyCrashRenderer();
        }),
    );
    expect(await reloaded).toBe('app://lanline/index.html');
  });

  it('keeps the bounds of the window', async () => {
    const wanted = { x: 120, y: 90, width: 900, height: 640 };
    await app.electron.evaluate(({ BrowserWindow }, bounds) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
    }, wanted);
    await expect.poll(() => bounds(app)).toEqual(wanted);
    await app.quit();
    await again(app);
    await expect.poll(() => bounds(app)).toEqual(wanted);
  });

  it('sets a damaged window state aside and centres what is off every screen', async () => {
    const file = join(app.folder, 'window.json');
    await app.quit();
    writeFileSync(file, '{"x": 1, "y":');
    await again(app);
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe('{"x": 1, "y":');
    await app.quit();

    const away = { x: 90_000, y: -5000, width: 700, height: 600, maximised: false };
    writeFileSync(file, JSON.stringify(away));
    await again(app);
    await expect.poll(() => bounds(app)).toMatchObject({ width: 700, height: 600 });
    const { x, y } = (await bounds(app)) ?? away;
    expect(x).toBeLessThan(1600);
    expect(y).toBeGreaterThanOrEqual(0);
  });

  it('ends with its window when nothing is hosted here', async () => {
    const ended = once(app.process, 'exit');
    await closeWindow(app);
    expect(await ended).toEqual([0, null]);
  });
});

describeDesktop('who hosts', () => {
  // One host, who is back after each test but the last.
  const { app, again } = sharedApp(hostAlone);

  it('quits at once by Ctrl+Q and keeps what was just typed', async () => {
    await app.page.getByTestId('composer-input').fill('half a thought');
    const ended = once(app.process, 'exit');
    await pressQuit(app);
    expect(await ended).toEqual([0, null]);

    await again(app);
    await openConversation(app.page, 'general');
    const composer = app.page.getByTestId('composer-input');
    await expect.poll(() => composer.inputValue()).toBe('half a thought');
  });

  it('quits also when the page wants to stay and then hangs, and loses nothing that was kept', async () => {
    await say(app.page, 'said before');
    await app.page.evaluate(() => addEventListener('beforeunload', (go) => go.preventDefault()));
    app.page
      .evaluate(() => {
        for (;;);
      })
      .catch(() => {});
    const ended = once(app.process, 'exit');
    await app.quit();
    expect(await ended).toEqual([0, null]);
    await again(app);
    await openConversation(app.page, 'general');
    await message(app.page, 'said before').waitFor();
    await whenLine(app.page, 'live');
  });

  it('closes the window and keeps the team running, and a second start brings the window back', async () => {
    const guest = await newcomer(await hostedAt(app.page), 'Jonas Berg');
    await closeWindow(app);

    await guest.tells(await guest.find('general'), 'Are you still there?');
    await startAgain(app);
    await expect.poll(() => isVisible(app)).toBe(true);
    await openConversation(app.page, 'general');
    await message(app.page, 'Are you still there?').waitFor();

    await app.quit();
    await guest.offline();
  });
});

/** Playwright's own key presses end in the page; these reach the menu as a keyboard's do. */
const pressQuit = (app: App): Promise<void> =>
  app.electron
    .evaluate(({ BrowserWindow }) => {
      const page = BrowserWindow.getAllWindows()[0]?.webContents;
      page?.focus();
      page?.sendInputEvent({ type: 'keyDown', keyCode: 'Q', modifiers: ['control'] });
    })
    .catch(() => {});

const closeWindow = (app: App): Promise<void> =>
  app.electron
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    .catch(() => {});

const isVisible = (app: App): Promise<boolean> =>
  app.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false,
  );

const bounds = (app: App) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
