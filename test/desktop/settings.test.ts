// Language and theme change at once, in the window and in the menu, and are there after a restart.
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { type App, openApp } from './support/app.ts';
import { call, hostTeam } from './support/steps.ts';

describeDesktop('settings', () => {
  it('change language and theme, and keep them', async () => {
    const app = await openApp();
    await hostTeam(app.page, 'Riverside Lab', 'Mara Lind');
    await expect.poll(() => menu(app)).toContain('Edit');
    await app.page.getByTestId('settings-open').click();
    await choose(app, 'settings-locale', 'zh-CN');
    await choose(app, 'settings-theme', 'dark');
    await expect.poll(look(app)).toEqual({ lang: 'zh-CN', dark: true });
    await expect.poll(() => menu(app)).toContain('编辑');
    // On the screen at once; the core has it a moment later.
    await expect
      .poll(async () => (await call(app.page, 'app.boot')).settings)
      .toMatchObject({ locale: 'zh-CN', theme: 'dark' });
    await app.quit();

    const again = await openApp(app.folder);
    await expect.poll(look(again)).toEqual({ lang: 'zh-CN', dark: true });
    await again.page.getByTestId('settings-open').click();
    await choose(again, 'settings-locale', 'en');
    await choose(again, 'settings-theme', 'light');
    await expect.poll(look(again)).toEqual({ lang: 'en', dark: false });
  });
});

async function choose(app: App, setting: string, value: string): Promise<void> {
  await app.page.getByTestId(setting).selectOption(value);
}

const look = (app: App) => (): Promise<{ lang: string; dark: boolean }> =>
  app.page.evaluate(() => {
    const background = getComputedStyle(document.body).backgroundColor;
    const red = Number(background.match(/\d+/)?.[0] ?? 255);
    return { lang: document.documentElement.lang, dark: red < 128 };
  });

const menu = (app: App): Promise<string[]> =>
  app.electron.evaluate(
    ({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? [],
  );
