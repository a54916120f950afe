// One app per data folder, a window that comes back where it was, and a quit that is always safe.
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { type App, hasEnded, openApp, startAgain, temporaryFolder } from './support/app.ts';
import { hostTeam, joinTeam, message, openConversation, say, whenLine } from './support/steps.ts';

describeDesktop('starting', () => {
  it('a second time brings the first window to the front', async () => {
    const app = await openApp();
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect(await isVisible(app)).toBe(false);
    await startAgain(app);
    await expect.poll(() => isVisible(app)).toBe(true);
    expect(hasEnded(app.process)).toBe(false);
  });

  it('keeps the bounds of the window', async () => {
    const app = await openApp();
    const wanted = { x: 120, y: 90, width: 900, height: 640 };
    await app.electron.evaluate(({ BrowserWindow }, bounds) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
    }, wanted);
    await expect.poll(() => bounds(app)).toEqual(wanted);
    await app.quit();
    expect(await bounds(await openApp(app.folder))).toEqual(wanted);
  });

  it('sets a damaged window state aside and centres what is off every screen', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'window.json');
    writeFileSync(file, '{"x": 1, "y":');
    const app = await openApp(folder);
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe('{"x": 1, "y":');
    await app.quit();

    const away = { x: 90_000, y: -5000, width: 700, height: 600, maximised: false };
    writeFileSync(file, JSON.stringify(away));
    const { x, y, width, height } = (await bounds(await openApp(folder))) ?? away;
    expect({ width, height }).toEqual({ width: 700, height: 600 });
    expect(x).toBeLessThan(1600);
    expect(y).toBeGreaterThanOrEqual(0);
  });

  it('recovers from a page that crashes', async () => {
    const app = await openApp();
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
});

describeDesktop('Ctrl+Q', () => {
  it('quits at once and keeps what was just typed', async () => {
    const app = await openApp();
    await hostTeam(app.page, 'Riverside Lab', 'Mara Lind');
    await openConversation(app.page, 'general');
    await app.page.getByTestId('composer-input').fill('half a thought');
    const ended = once(app.process, 'exit');
    await pressQuit(app);
    expect(await ended).toEqual([0, null]);

    const again = await openApp(app.folder);
    await openConversation(again.page, 'general');
    const composer = again.page.getByTestId('composer-input');
    await expect.poll(() => composer.inputValue()).toBe('half a thought');
  });

  it('quits also when the page wants to stay and then hangs, and loses nothing that was kept', async () => {
    const app = await openApp();
    await hostTeam(app.page, 'Riverside Lab', 'Mara Lind');
    await openConversation(app.page, 'general');
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
    const again = await openApp(app.folder);
    await openConversation(again.page, 'general');
    await message(again.page, 'said before').waitFor();
    await whenLine(again.page, 'live');
  });
});

describeDesktop('closing the window', () => {
  it('quits when nothing is hosted here', async () => {
    const app = await openApp();
    const ended = once(app.process, 'exit');
    await closeWindow(app);
    expect(await ended).toEqual([0, null]);
  });

  it('keeps a hosted team running, and a second start brings the window back', async () => {
    const host = await openApp();
    const address = await hostTeam(host.page, 'Riverside Lab', 'Mara Lind');
    const guest = await openApp();
    await joinTeam(guest.page, address, 'Jonas Berg');
    await closeWindow(host);

    await openConversation(guest.page, 'general');
    await say(guest.page, 'Are you still there?');
    await startAgain(host);
    await expect.poll(() => isVisible(host)).toBe(true);
    await openConversation(host.page, 'general');
    await message(host.page, 'Are you still there?').waitFor();

    await host.quit();
    await whenLine(guest.page, 'offline');
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
