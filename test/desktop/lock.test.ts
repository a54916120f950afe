// The app lock, on a real window: nothing of the content is left in it, whatever is done to the page.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { type App, startAgain } from './support/app.ts';
import { axeFinds } from './support/axe.ts';
import { idleFor } from './support/idle.ts';
import { locksBy } from './support/locking.ts';
import { composer, said, write } from './support/messageSteps.ts';
import { hostAlone, sharedApp } from './support/shared.ts';
import { call, conversation, teamOf, whenLine } from './support/steps.ts';

const code = '2468';
const secret = 'the plans are under the stairs';

const whenLocked = ({ page }: App) => page.getByTestId('locked').waitFor();
async function unlock({ page }: App, given: string): Promise<void> {
  await page.getByTestId('lock-code').fill(given);
  await page.getByTestId('lock-open').click();
}
/** All that is in the page, and what the core tells it when it asks. */
async function everything({ page }: App, team: string): Promise<string> {
  const asked = await page.evaluate(
    async ([id, names]) => {
      const answers = names.map((name) => window.lanline.call(name, { text: 'plans' }, id));
      return JSON.stringify([
        await window.lanline.call('app.boot', undefined, null),
        ...(await Promise.all(answers)),
      ]);
    },
    [team, ['conversations.list', 'people.list', 'timeline.latest', 'search.find']] as const,
  );
  const kept = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  return asked + kept + (await page.content()) + (await page.title());
}
const revealing = /stairs|Riverside|general|Mara/;

describeDesktop('the app lock', () => {
  // Each test begins with the lock set and open; the last leaves it shut.
  const { app, again } = sharedApp(async (opened) => {
    await idleFor(opened, 0);
    await hostAlone(opened);
    await call(opened.page, 'lock.set', { code });
  });

  it('leaves nothing in the window, and after it everything is as it was', async () => {
    const { page } = app;
    const { id: team } = await teamOf(page);
    for (let n = 0; n < 40; n++)
      await call(
        page,
        'message.send',
        { conversation: await general(app), text: `line ${n}` },
        team,
      );
    await write(page, secret);
    await said(page, secret).waitFor();
    await page.getByTestId('timeline').evaluate((box) => (box.scrollTop = 120));
    await page.getByTestId('jump-latest').waitFor();
    await composer(page).fill('half a sent');
    const place = () =>
      page.getByTestId('timeline').evaluate((box) => {
        const top = box.getBoundingClientRect().top;
        const row = [...box.querySelectorAll('[data-key]')].find(
          (one) => one.getBoundingClientRect().bottom > top,
        );
        return [
          row?.getAttribute('data-key'),
          Math.round((row?.getBoundingClientRect().top ?? 0) - top),
        ];
      });
    const before = await place();

    await locksBy([app.page], () => page.keyboard.press('ControlOrMeta+l'));
    expect(await everything(app, team)).not.toMatch(revealing);
    await page.reload();
    await whenLocked(app);
    expect(await everything(app, team)).not.toMatch(revealing);
    await page.getByTestId('lock-forgotten').click();
    expect(await axeFinds(page)).toEqual([]);
    await startAgain(app, 'lanline://nonsense');
    await page.keyboard.press('ControlOrMeta+Comma');

    await unlock(app, '1111');
    await page.getByTestId('error-text').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await unlock(app, code);
    await whenLine(page, 'live');
    await expect.poll(() => composer(page).inputValue()).toBe('half a sent');
    await expect.poll(place).toEqual(before);
    // The link that was opened behind it is told now.
    await page.getByTestId('notice-text').first().waitFor();
  });

  it('comes with the locked screen and after some minutes alone', async () => {
    await locksBy([app.page], () =>
      app.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen')),
    );
    await unlock(app, code);
    await conversation(app.page, 'general').waitFor();
    await call(app.page, 'lock.choose', { after: 1 });
    await locksBy([app.page], () => idleFor(app, 61));
    expect((await call(app.page, 'app.boot')).teams).toEqual([]);
  });

  it('waits longer and longer after wrong codes, also over a restart', async () => {
    const lock = join(app.folder, 'lock.json');
    expect(readFileSync(lock, 'utf8')).not.toContain(code);
    await app.quit();
    await again(app);
    await whenLocked(app);
    for (let tries = 0; tries < 5; tries++) {
      await unlock(app, '1111');
      await expect.poll(() => app.page.getByTestId('lock-code').inputValue()).toBe('');
    }
    await app.page.getByTestId('lock-wait').waitFor();
    await app.kill();
    // Half a minute may be over before the next start is: somebody tried until it was an hour.
    const kept = JSON.parse(readFileSync(lock, 'utf8')) as { tries: number; until: number };
    expect(kept).toMatchObject({ tries: 5, until: expect.any(Number) });
    writeFileSync(lock, JSON.stringify({ ...kept, tries: 9, until: Date.now() + 3_600_000 }));
    await again(app);
    await app.page.getByTestId('lock-wait').waitFor();
    expect(await app.page.getByTestId('lock-open').isDisabled()).toBe(true);
    // Six codes are stretched, and the app starts twice.
  }, 180_000);
});

const general = async ({ page }: App): Promise<string> => {
  const { id } = await teamOf(page);
  const rows = await call(page, 'conversations.list', undefined, id);
  return rows.find(({ name }) => name === 'general')?.id ?? '';
};
