// Several teams in one app, two of them hosted by it: each has a server process of its own.
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { freePort } from '../support/freePort.ts';
import { type App, openApp } from './support/app.ts';
import { call, say, shownTexts, whenLine } from './support/steps.ts';

const patient = { timeout: 30_000 };

describeDesktop('an app that hosts two teams', () => {
  it('keeps them apart, through the death of a server and a restart', async () => {
    const app = await openApp();
    const [one, two] = [await freePort(), await freePort()];
    await call(app.page, 'team.host', { team: 'Riverside Lab', name: 'Mara Lind', port: one });
    await expect.poll(states(app), patient).toEqual(['live']);
    await call(app.page, 'team.host', { team: 'Print Shop', name: 'Mara Lind', port: two });
    await expect.poll(states(app), patient).toEqual(['live', 'live']);
    await expect.poll(() => app.page.getByTestId('team-tile').count()).toBe(2);

    await show(app, 1, 'Riverside Lab');
    await say(app.page, 'for the lab');
    await show(app, 2, 'Print Shop');
    expect(await shownTexts(app.page)).toEqual([]);
    await say(app.page, 'for the shop');

    const [first = 0, ...others] = await serverPids(app);
    expect(others).toHaveLength(1);
    process.kill(first, 'SIGKILL');
    await expect.poll(async () => (await serverPids(app)).filter(otherThan(first))).toHaveLength(2);
    expect(await serverPids(app)).toEqual(expect.arrayContaining(others));
    await expect.poll(states(app), patient).toEqual(['live', 'live']);
    await app.quit();

    const again = await openApp(app.folder);
    await expect.poll(states(again), patient).toEqual(['live', 'live']);
    await show(again, 1, 'Riverside Lab');
    await expect.poll(() => shownTexts(again.page)).toEqual(['for the lab']);
    await show(again, 2, 'Print Shop');
    await expect.poll(() => shownTexts(again.page)).toEqual(['for the shop']);
  });
});

/** By the key of its place in the list. */
async function show({ page }: App, place: number, name: string): Promise<void> {
  await page.keyboard.press(`Control+${place}`);
  await page.getByTestId('team-menu').filter({ hasText: name }).waitFor();
  await whenLine(page, 'live');
}

const states = (app: App) => async (): Promise<string[]> =>
  (await call(app.page, 'app.boot')).teams.map(({ link }) => link.state);

const serverPids = (app: App): Promise<number[]> =>
  app.electron.evaluate(({ app: it }) =>
    it
      .getAppMetrics()
      .filter(({ name }) => name === 'Lanline server')
      .map(({ pid }) => pid),
  );

const otherThan =
  (one: number) =>
  (pid: number): boolean =>
    pid !== one;
