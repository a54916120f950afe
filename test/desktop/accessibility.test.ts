// Nothing that the window shows is a serious obstacle to screen readers or weak eyes, in any colours
// or language: everything is opened once in each language and looked at by axe. Colours are those of every language.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Settings } from '../../src/shared/rows.ts';
import { describeDesktop } from '../support/electron.ts';
import { newcomer } from '../support/person.ts';
import { testServer } from '../support/server.ts';
import { type App, openApp } from './support/app.ts';
import { axeFinds, type Colours, type Looking } from './support/axe.ts';
import { plug, unplug } from './support/cable.ts';
import { type Lively, livelyTeam } from './support/lively.ts';
import { said, write } from './support/messageSteps.ts';
import { clear, screens } from './support/screens.ts';
import { sharedApp } from './support/shared.ts';
import { call, goTo, hostTeam, lookFor } from './support/steps.ts';

const patient = 600_000;

/** Besides those that are worn. */
const others: readonly Colours[] = [
  { theme: 'dark', contrast: 'system' },
  { theme: 'dark', contrast: 'more' },
  { theme: 'light', contrast: 'more' },
];

describeDesktop('what the window shows', () => {
  it(
    'is no obstacle to anybody',
    async () => {
      const app = await openApp();
      const { page } = app;
      const finds: string[] = [];
      page.on('console', (said) => {
        if (said.type() === 'error') finds.push(`console: ${said.text()}`);
      });
      const look = async (name: string, where: Looking, inAll = true): Promise<void> => {
        const found = await axeFinds(page, { ...where, colours: inAll ? others : null });
        finds.push(...found.map((one) => `${name}: ${one}`));
      };
      // Colours on their way are none.
      await dress(page, { motion: 'less', locale: 'en', theme: 'light' });
      await look('welcome', {});
      const other = await testServer({ team: 'Print Shop' });
      await lookFor(page, other.addresses[0] ?? '');
      await page.getByTestId('join-person-name').waitFor();
      await look('join', {});

      const team = await livelyTeam(app);
      const walk = async (prefix: string, colours: boolean): Promise<void> => {
        for (const screen of screens) {
          if (!screen.next) await clear(page);
          await screen.show(page);
          const where = screen.within ? { within: screen.within } : {};
          await look(prefix + screen.name, where, colours);
        }
        await clear(page);
      };
      await walk('', true);
      await dress(page, { locale: 'zh-CN' });
      await walk('zh-CN ', false);

      await refuse(team);
      await look('archived, not sent', { within: 'main' });
      await unplug(app);
      await look('offline', {});
      await plug(app);
      expect(finds).toEqual([]);
    },
    patient,
  );
});

describeDesktop('a window of a team', () => {
  let address = '';
  const { app } = sharedApp(async ({ page }) => {
    address = await hostTeam(page, 'Riverside Lab', 'Yara Stein');
  });

  it('tells what arrives, together where it comes together', async () => {
    const { page } = app;
    const wei = await newcomer(address, 'Wei Chen 陈伟');
    const general = await wei.find('general');
    await goTo(page, 'general');
    const told = page.getByTestId('arrived');
    await wei.tells(general, 'It is **noon**');
    await expect.poll(() => told.textContent()).toBe('Wei Chen 陈伟: It is noon');
    // A moment that lasts as long as they take to come.
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    for (const text of ['one', 'two', 'three']) await wei.tells(general, text);
    await said(page, 'three').waitFor();
    await page.clock.runFor(1000);
    await expect.poll(() => told.textContent()).toBe('3 new messages');
    await page.clock.resume();
  });

  it('is as still, and as clear, as somebody wishes it', async () => {
    const { page } = app;
    const button = page.getByTestId('settings-open');
    const moves = () => button.evaluate((it) => getComputedStyle(it).transitionDuration !== '0s');
    const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
    await dress(page, { theme: 'light' });
    await page.emulateMedia({ reducedMotion: 'no-preference', contrast: 'no-preference' });
    await expect.poll(ink).toBe('rgb(23, 28, 28)');
    expect(await moves()).toBe(true);

    await page.emulateMedia({ reducedMotion: 'reduce', contrast: 'more' });
    expect([await moves(), await ink()]).toEqual([false, 'rgb(0, 0, 0)']);
    await page.emulateMedia({ reducedMotion: 'no-preference', contrast: 'no-preference' });
    await dress(page, { motion: 'less', contrast: 'more' });
    await expect.poll(async () => [await moves(), await ink()]).toEqual([false, 'rgb(0, 0, 0)']);

    // The system's own colours say by a line what a ground said.
    const current = page.locator('[data-testid="conversation-item"][aria-current="page"]');
    const line = () => current.evaluate((it) => getComputedStyle(it).outlineStyle);
    expect(await line()).toBe('none');
    await page.emulateMedia({ forcedColors: 'active' });
    expect(await line()).toBe('solid');
  });
});

const dress = (page: Page, look: Partial<Settings>): Promise<unknown> =>
  call(page, 'settings.set', look);

/** A message that the server does not take any more: the channel was archived meanwhile. */
async function refuse({ app, mara, hardware }: Lively): Promise<void> {
  const { page }: App = app;
  await goTo(page, 'hardware');
  await unplug(app);
  await write(page, 'Is it still warm?');
  await mara.call('conversation.set', { conversation: hardware, archived: true });
  await mara.settled();
  await plug(app);
  await page.locator('[data-testid="message"][data-state="failed"]').waitFor();
}
