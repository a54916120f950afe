// lanline:// links, as the system hands them over: with real starts of the program.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { ownedTeam } from '../support/person.ts';
import { type App, openApp, startAgain, temporaryFolder } from './support/app.ts';
import { isVisible } from './support/onBus.ts';
import { sharedApp } from './support/shared.ts';
import { call, fourWords, whenLine } from './support/steps.ts';

describeDesktop('a link to a team', () => {
  it('opens the way in, filled in, and joins nothing by itself', async () => {
    const { owner, link, words } = await teamWithInvite();
    const app = await openApp();
    await startAgain(app, link);
    await expectOnlyShown(app, link);
    await app.page.getByTestId('join-look-opened').click();
    expect(await wordsOn(app)).toBe(words);

    expect((await call(app.page, 'app.boot')).teams).toEqual([]);
    expect(await owner.call('people.list')).toHaveLength(1);
    expect(await owner.call('requests.list')).toEqual([]);

    await app.page.getByTestId('join-person-name').fill('Wei Chen 陈伟');
    await app.page.getByTestId('join-submit').click();
    await whenLine(app.page, 'live');
  });

  it('is shown also when the app is started by it, and its code stays out of the logs', async () => {
    const { link, words } = await teamWithInvite();
    const app = await openApp(temporaryFolder(), { args: [link] });
    await expectOnlyShown(app, link);
    await app.page.getByTestId('join-look-opened').click();
    expect(await wordsOn(app)).toBe(words);
    expect((await call(app.page, 'app.boot')).teams).toEqual([]);
    const code = new URL(link).pathname.slice(1);
    expect(code).toHaveLength(22);
    expect(logOf(app)).not.toContain(code);
  });
});

describeDesktop('a hostile link', () => {
  // None of them moves it from the welcome.
  const { app } = sharedApp();

  it('is told of and nothing else, whatever is written in it', async () => {
    const heard = await listen(app);
    const file = join(temporaryFolder(), 'made');
    const links = [
      `lanline://join/$(touch ${file})?a=10.0.0.1:7788&t=x`,
      `lanline://join/";touch ${file};"`,
      `lanline://join/abc?a=10.0.0.1:7788 | touch ${file}`,
      'lanline://forget/everything?discard=true',
      'lanline://join/../../../etc/passwd',
      'lanline:javascript:alert(1)',
      'LANLINE://JOIN/%00%ff',
    ];
    for (const link of links) await startAgain(app, link);
    await expect.poll(async () => (await heard()).length).toBe(links.length);
    expect(new Set(await heard())).toEqual(new Set(['notice LINK_INVALID']));
    expect(existsSync(file)).toBe(false);
    await expectUnmoved(app);
  });

  it('is told of when the app is started by it', async () => {
    const { page } = await openApp(temporaryFolder(), { args: ['lanline://join/x?a=1&p=$(id)'] });
    await page.getByTestId('notice-text').first().waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('is told of once, however long it is and however many come with it', async () => {
    const heard = await listen(app);
    const long = `lanline://join/${'x'.repeat(100_000)}`;
    await startAgain(app, long, ...Array.from({ length: 10 }, (_, n) => `lanline://nothing/${n}`));
    await expect.poll(heard).toEqual(['notice LINK_INVALID']);
    // No argument on Linux may be this long; on other systems the way is an event.
    await app.electron.evaluate(({ app: it }) => {
      const link = `lanline://join/${'x'.repeat(1_000_000)}`;
      it.emit('second-instance', {}, ['lanline', link], '/', {});
      it.emit('open-url', { preventDefault() {} }, link);
    });
    const invalid = 'notice LINK_INVALID';
    await expect.poll(heard).toEqual([invalid, invalid, invalid]);
    await expectUnmoved(app);
    expect(logOf(app).length).toBeLessThan(20_000);
  });

  it('brings no switches with it', async () => {
    const heard = await listen(app);
    const switches = ['--remote-debugging-port=0', '--inspect=0', '--disable-web-security'];
    const given = [...switches, '--user-data-dir=/nowhere', '--js-flags=--expose-gc'];
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const after = ['--', '--hidden', '--no-sandbox', '-r', 'x.js'];
    await startAgain(app, ...given, '--hidden=1', '-hidden', 'lanline://nothing', ...after);
    await expect.poll(heard).toEqual(['notice LINK_INVALID']);
    // What stands behind the two dashes was not meant for the program: the window is shown.
    await expect.poll(() => isVisible(app)).toBe(true);
    const taken = await app.electron.evaluate(
      ({ app: it }, all) => all.filter((name) => it.commandLine.hasSwitch(name)),
      ['disable-web-security', 'user-data-dir', 'js-flags'],
    );
    expect(taken).toEqual([]);
    await expectUnmoved(app);
  });
});

async function teamWithInvite() {
  const { owner } = await ownedTeam({ team: 'Riverside Lab', door: 'open' });
  const terms = { role: 'member', expiresIn: 3_600_000, uses: 1 } as const;
  const { link } = await owner.call('invite.create', terms);
  return { owner, link, words: (await owner.state()).security.words };
}

/** What the link names is there to read, and nobody has been asked. */
async function expectOnlyShown(app: App, link: string): Promise<void> {
  const shown = await app.page.getByTestId('join-opened').innerText();
  expect(shown).toContain('Riverside Lab');
  for (const address of new URL(link).searchParams.getAll('a')) expect(shown).toContain(address);
  const contacts = await call(app.page, 'network.contacts');
  expect(contacts.filter(({ why }) => why === 'look')).toEqual([]);
}

const wordsOn = async (app: App): Promise<string> =>
  fourWords(await app.page.getByTestId('join-words').innerText());

/** What the page is told from now on that a link may be the cause of. */
async function listen(app: App): Promise<() => Promise<string[]>> {
  await app.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    window.lanline.listen((name, payload) => {
      if (name === 'nearby' || name === 'settings') return;
      const { code = '' } = (payload ?? {}) as { code?: string };
      heard.push(`${name} ${code}`.trim());
    });
  });
  return () => app.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
}

/** Still at the welcome, without a dialog. */
async function expectUnmoved(app: App): Promise<void> {
  expect((await call(app.page, 'app.boot')).teams).toEqual([]);
  expect(await app.page.getByTestId('welcome-host').isVisible()).toBe(true);
  expect(await app.page.getByRole('dialog').count()).toBe(0);
}

const logOf = (app: App): string => readFileSync(join(app.folder, 'logs', 'app.log'), 'utf8');
