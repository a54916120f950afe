// The views that are photographed, each from where a person would open it.
import type { Page } from 'playwright-core';
import { say, whenLine } from '../../test/desktop/support/steps.ts';
import { dress, type Look, picture, resize, type Window } from './windows.ts';

const plain: Look = { locale: 'en', theme: 'light' };
const other: Look = { locale: 'zh-CN', theme: 'dark' };

/** First start, with two teams in sight. */
export async function welcome(window: Window): Promise<void> {
  const { page } = window;
  await page.getByTestId('nearby-team').nth(1).waitFor();
  for (const locale of ['zh-CN', 'en'] as const)
    await inLook(page, 'welcome', { ...plain, locale });
  await inLook(page, 'welcome', { ...plain, theme: 'dark' });
  await dress(page, plain);
  await resize(window, narrowly);
  await inLook(page, 'welcome-narrow', plain);
  await resize(window);
}

/** Asked at one window, let in at the other. */
export async function joining(guest: Window, host: Window, name: string): Promise<void> {
  const { page } = guest;
  const row = page.getByTestId('nearby-team').filter({ hasText: 'Riverside Lab' });
  await row.getByTestId('nearby-join').click();
  await page.getByTestId('join-person-name').fill(name);
  await inLook(page, 'join', plain);
  await page.getByTestId('join-submit').click();
  await host.page.getByTestId('requests-open').click();
  await host.page.getByTestId('request-row').waitFor();
  await inLook(host.page, 'requests', plain);
  await host.page.getByTestId('request-admit').click();
  await host.page.keyboard.press('Escape');
  await whenLine(page, 'live');
}

/** The main window, in every look, and narrow. */
export async function atWork(window: Window): Promise<void> {
  const { page } = window;
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const theme of ['dark', 'light'] as const) await inLook(page, 'main', { locale, theme });
  }
  await resize(window, narrowly);
  await inLook(page, 'narrow', plain);
  await resize(window);
}

/** A conversation in a window of its own, and what is in its place meanwhile. */
export async function detached({ electron, page }: Window, name: string): Promise<void> {
  const row = page.getByTestId('conversation-item').filter({ hasText: name });
  await row.click();
  await row.click({ button: 'right' });
  const opened = electron.waitForEvent('window');
  await page.getByTestId('menu-window').click();
  const own = await opened;
  await own.getByTestId('composer-input').waitFor();
  await inBothLooks(own, 'views/window', 'css');
  await inBothLooks(page, 'views/elsewhere', 'css');
  await own.close();
  await page.getByTestId('elsewhere').waitFor({ state: 'detached' });
}

export async function inviting({ page }: Window): Promise<void> {
  await page.getByTestId('team-menu').click();
  await page.getByTestId('invite-open').click();
  await page.getByTestId('invite-create').click();
  await page.getByTestId('invite-link').waitFor();
  await inBothLooks(page, 'invite');
  await page.keyboard.press('Escape');
}

/** What was contacted, and what may be in the way. */
export async function checking({ page }: Window): Promise<void> {
  await page.getByTestId('settings-open').click();
  await page.getByTestId('settings-network').click();
  await page.getByTestId('contact-row').first().waitFor();
  await inLook(page, 'network', plain);
  await page.keyboard.press('Escape');
  await page.getByTestId('line').click();
  await page.getByTestId('line-check-network').click();
  await page.locator('[data-testid="check-summary"]:not(.running)').waitFor();
  await inBothLooks(page, 'check');
  await page.keyboard.press('Escape');
}

export async function offline({ page }: Window, host: Window): Promise<void> {
  await host.electron.evaluate(({ app }) => app.quit()).catch(() => {});
  await whenLine(page, 'offline');
  await say(page, 'The server is being moved, I write on meanwhile.');
  await say(page, 'Port 14 is the printer, 15 the scanner.');
  await inLook(page, 'offline', plain);
}

/** A server with another key answers where the team's was. */
export async function keyChanged({ page }: Window): Promise<void> {
  await page.getByTestId('key-stop').waitFor();
  await inBothLooks(page, 'key-changed');
}

const narrowly = 460;

export async function inBothLooks(page: Page, name: string, scale?: 'css'): Promise<void> {
  await inLook(page, name, other, scale);
  await inLook(page, name, plain, scale);
}

async function inLook(page: Page, name: string, look: Look, scale?: 'css'): Promise<void> {
  await dress(page, look);
  await picture(page, `${name}-${look.theme}-${look.locale.slice(0, 2)}`, scale);
}
