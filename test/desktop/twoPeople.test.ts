// Two people of one computer at the same time: each has an app and a team of their own, in their own home.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeDesktop, electronArgs, electronPath } from '../support/electron.ts';
import { type App, appEnv, hasEnded, logTail, openApp, temporaryFolder } from './support/app.ts';
import { hostedAt, say, shownTexts, teamOf, whenLine } from './support/steps.ts';

/** No word of where the data is: the system says where a person's settings belong. */
function homeOf(): Record<string, string> {
  const home = temporaryFolder();
  return { HOME: home, XDG_CONFIG_HOME: join(home, '.config'), LANLINE_DATA: '' };
}

async function openAt(home: Record<string, string>): Promise<App> {
  const app = await openApp(temporaryFolder(), { env: home });
  const folder = await app.electron.evaluate(({ app: it }) => it.getPath('userData'));
  expect(folder.startsWith(`${home['XDG_CONFIG_HOME']}/`)).toBe(true);
  return { ...app, folder };
}

/** Through the form, which takes the one port that everybody takes. */
async function host({ page }: App, team: string, name: string): Promise<void> {
  await page.getByTestId('welcome-host').click();
  await page.getByTestId('host-team-name').fill(team);
  await page.getByTestId('host-person-name').fill(name);
  await page.getByTestId('host-submit').click();
  await whenLine(page, 'live');
}

const startedAgain = ({ folder }: App): number => logTail(folder).split('started again').length - 1;

describeDesktop('two people of one computer', () => {
  it('host, write and start again, each for themselves', async () => {
    const homes = { mara: homeOf(), wei: homeOf() };
    const mara = await openAt(homes.mara);
    const wei = await openAt(homes.wei);
    expect(mara.folder).not.toBe(wei.folder);
    await host(mara, 'Riverside Lab', 'Mara Lind');
    await host(wei, 'Print Shop', 'Wei Chen 陈伟');
    const teams = [await teamOf(mara.page), await teamOf(wei.page)];
    expect(teams.map(({ name }) => name)).toEqual(['Riverside Lab', 'Print Shop']);
    expect(await hostedAt(mara.page)).not.toBe(await hostedAt(wei.page));
    await say(mara.page, 'for the lab');
    await say(wei.page, 'for the shop');

    const again = spawn(electronPath(), electronArgs('lanline://nothing'), {
      env: appEnv('', homes.wei),
      stdio: 'ignore',
    });
    expect(await once(again, 'exit')).toEqual([0, null]);
    await wei.page.getByTestId('notice-text').first().waitFor();
    await expect.poll(() => [startedAgain(mara), startedAgain(wei)]).toEqual([0, 1]);
    expect(await mara.page.getByTestId('notice-text').count()).toBe(0);

    await mara.quit();
    await whenLine(wei.page, 'live');
    expect(hasEnded(wei.process)).toBe(false);
    expect(await shownTexts(wei.page)).toEqual(['for the shop']);
  });
});
