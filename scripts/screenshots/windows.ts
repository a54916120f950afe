// Windows of the real app, at a fixed size, and pictures of them.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { launch } from '../../test/desktop/support/launch.ts';
import { call } from '../../test/desktop/support/steps.ts';
import { electronFlags } from '../setup/electronFlags.mjs';
import { root } from '../setup/paths.mjs';

export type Window = { electron: ElectronApplication; page: Page };
export type Look = { locale: 'en' | 'zh-CN'; theme: 'light' | 'dark' };

const size = { width: 1180, height: 760 };
const docs = join(root, 'docs');

export async function openWindow(folder: string, display: string): Promise<Window> {
  const env: Record<string, string> = { LANLINE_DATA: folder, LANG: 'en_US.UTF-8' };
  for (const [name, value] of Object.entries(process.env)) if (value) env[name] ??= value;
  // No keyring and no tray of whoever takes the pictures.
  Object.assign(env, { DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: 'disabled:' });
  const args = [...electronFlags(), '--force-device-scale-factor=1.5', root];
  const electron = await launch(args, env);
  const page = await electron.firstWindow();
  await page.getByTestId('welcome-host').waitFor();
  await resize({ electron, page });
  return { electron, page };
}

/** Without a width, as wide as a window usually is. */
export async function resize({ electron, page }: Window, width = size.width): Promise<void> {
  const { height } = size;
  await electron.evaluate(
    ({ BrowserWindow }, to) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(to.width, to.height);
    },
    { width, height },
  );
  await page.waitForFunction((wide) => innerWidth === wide, width);
}

export async function dress(page: Page, look: Look): Promise<void> {
  await call(page, 'settings.set', look);
  await page.waitForFunction(({ locale, theme }) => {
    const { lang, dataset } = document.documentElement;
    return lang === locale && dataset['theme'] === theme;
  }, look);
}

/** As a person would see it: fonts there, nothing half drawn. `css`: one pixel each, where there are many pictures. */
export async function picture(
  page: Page,
  name: string,
  scale: 'device' | 'css' = 'device',
): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
  const path = join(docs, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path, animations: 'disabled', caret: 'hide', scale });
  console.log(`docs/${name}.png`);
}
