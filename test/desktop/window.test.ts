// The window's size on the screen and in the page, kept; and the system's menu over what is in it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeDesktop, hasDesktop } from '../support/electron.ts';
import { hasWindowManager, startWindowManager } from '../support/windowManager.ts';
import { type App, openApp } from './support/app.ts';
import { copied } from './support/messageSteps.ts';
import { hostAlone, sharedApp } from './support/shared.ts';
import { call, message, say } from './support/steps.ts';

const managed = hasDesktop && (await hasWindowManager());
if (hasDesktop && !managed) console.log('Tests of a maximised window are skipped: no openbox.');

const press = (app: App, keyCode: string): Promise<void> =>
  app.electron.evaluate(({ BrowserWindow }, key) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents;
    page?.focus();
    page?.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers: ['control'] });
  }, keyCode);

const zoomOf = (app: App): Promise<number> =>
  app.electron.evaluate(({ BrowserWindow }) =>
    Math.round((BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0) * 100),
  );

const windowState = (folder: string): unknown =>
  JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'));

describeDesktop('the window', () => {
  // Of one person, who has a team from the second test on.
  const { app, again } = sharedApp();

  it('is zoomed by keys from 50 to 300 %, and stays so', async () => {
    await expect.poll(() => zoomOf(app)).toBe(100);
    for (const percent of [110, 125]) {
      await press(app, '=');
      await expect.poll(() => zoomOf(app)).toBe(percent);
    }
    await press(app, '-');
    await expect.poll(() => zoomOf(app)).toBe(110);
    await app.quit();
    expect(windowState(app.folder)).toMatchObject({ zoom: 110 });

    await again(app);
    await expect.poll(() => zoomOf(app)).toBe(110);
    await app.page.reload();
    await expect.poll(() => zoomOf(app)).toBe(110);
    await press(app, '0');
    await expect.poll(() => zoomOf(app)).toBe(100);
    await app.quit();

    // What nobody could have chosen counts as damage.
    const file = join(app.folder, 'window.json');
    writeFileSync(file, JSON.stringify({ ...(windowState(app.folder) as object), zoom: 9000 }));
    await again(app);
    await expect.poll(() => zoomOf(app)).toBe(100);
    expect(existsSync(`${file}.damaged`)).toBe(true);
    const told = app.page.getByTestId('notice-text');
    await expect.poll(() => told.first().innerText()).toContain('Where the window was');
  });

  it('has the system’s menu of the right button for fields, links and what is selected, in the language that is chosen', async () => {
    await hostAlone(app);
    const { page } = app;
    await say(page, 'see https://a.example/x for more');
    const shown = await watchMenus(app);

    const composer = page.getByTestId('composer-input');
    await composer.fill('half a thought');
    await composer.selectText();
    await composer.click({ button: 'right' });
    const words = [
      'Undo',
      'Redo',
      'Cut',
      'Copy',
      'Paste',
      'Paste without formatting',
      'Select all',
    ];
    await expect.poll(async () => (await shown()).map(({ label }) => label)).toEqual(words);
    await call(page, 'settings.set', { locale: 'zh-CN' });
    await composer.click({ button: 'right' });
    await expect.poll(async () => (await shown())[3]?.label).toBe('复制');
    expect((await shown())[6]).toEqual({ label: '全选', enabled: true });

    await call(page, 'settings.set', { locale: 'en' });
    const text = message(page, 'see https').getByTestId('message-text');
    await text.locator('a').click({ button: 'right' });
    await expect.poll(async () => (await shown()).map(({ label }) => label)).toEqual(['Copy link']);
    await choose(app, 0);
    await expect.poll(() => copied(app.electron)).toBe('https://a.example/x');
    expect(await page.getByTestId('message-menu').count()).toBe(0);

    await text.dblclick({ position: { x: 8, y: 8 } });
    await text.click({ button: 'right', position: { x: 8, y: 8 } });
    await expect.poll(async () => (await shown()).map(({ label }) => label)).toEqual(['Copy']);
    await choose(app, 0);
    await expect.poll(() => copied(app.electron)).toBe('see');
    await page.keyboard.press('Escape');
    await message(page, 'see https').getByTestId('message-author').click({ button: 'right' });
    await page.getByTestId('message-menu').waitFor();
  });
});

describe.skipIf(!managed)('a maximised window', () => {
  it('is kept, over a hidden start too, and shows nothing before it is asked for', async () => {
    await startWindowManager();
    const isMaximised = (app: App) =>
      app.electron.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMaximized() ?? false,
      );
    const app = await openApp();
    await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.maximize(),
    );
    await expect.poll(() => isMaximised(app)).toBe(true);
    await app.quit();
    expect(windowState(app.folder)).toMatchObject({ maximised: true });

    const hidden = await openApp(app.folder, { args: ['--hidden'] });
    const isMinimised = () =>
      hidden.electron.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized() ?? false,
      );
    await expect.poll(isMinimised).toBe(true);
    await hidden.quit();
    expect(windowState(app.folder)).toMatchObject({ maximised: true });
    const again = await openApp(app.folder);
    await expect.poll(() => isMaximised(again)).toBe(true);
  });
});

type Shown = { label: string; enabled: boolean }[];

/** As a hand on its item does. */
const choose = ({ electron }: App, place: number): Promise<void> =>
  electron.evaluate(({ BrowserWindow }, at) => {
    const [window] = BrowserWindow.getAllWindows();
    const { menu } = globalThis as unknown as { menu: Electron.Menu };
    menu.items[at]?.click({}, window, window?.webContents);
  }, place);

/** What the last menu would have shown: a real one waits for a hand. */
async function watchMenus(app: App): Promise<() => Promise<Shown>> {
  await app.electron.evaluate(({ Menu }) => {
    const shown: Shown = [];
    Object.assign(globalThis, { shown });
    Menu.prototype.popup = function popup(this: Electron.Menu) {
      Object.assign(globalThis, { menu: this });
      const items = this.items.filter(({ type }) => type !== 'separator');
      shown.splice(0, shown.length, ...items.map(({ label, enabled }) => ({ label, enabled })));
    };
  });
  return () => app.electron.evaluate(() => (globalThis as unknown as { shown: Shown }).shown);
}
