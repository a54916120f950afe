// Takes the pictures in docs/ from the running app: Mara hosts in a window of her own, the others
// are cores without one, and Yara's window is photographed in both themes and languages.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { connect } from '../../src/headless/index.ts';
import {
  call,
  joinTeam,
  openConversation,
  say,
  whenLine,
} from '../../test/desktop/support/steps.ts';
import { startXvfb } from '../setup/display.mjs';
import { type Ask, type Person, until } from './people.ts';
import { answer, tellTheDay, tellTheNews } from './story.ts';
import { dress, openWindow, picture, resize, type Window } from './windows.ts';

const work = mkdtempSync(join(tmpdir(), 'lanline-screenshots-'));
const closers: (() => unknown)[] = [() => rmSync(work, { recursive: true, force: true })];
try {
  const xvfb = process.platform === 'linux' ? await startXvfb('2600x1700x24') : undefined;
  closers.push(() => xvfb?.close());
  await takePictures(xvfb?.display);
} finally {
  for (const close of closers.reverse()) await close();
}

async function takePictures(display: string | undefined): Promise<void> {
  const open = async (name: string): Promise<Window> => {
    const window = await openWindow(join(work, name), display);
    closers.push(() => window.electron.close());
    return window;
  };
  const host = await open('mara');
  const team = { team: 'Riverside Lab', name: 'Mara Lind' };
  const address = (await call(host.page, 'team.host', team)).address.replace(
    '127.0.0.1',
    'localhost',
  );
  const viewer = await open('yara');
  await welcome(viewer.page);
  await joinTeam(viewer.page, address, 'Yara Stein');

  const jonas = await member('Jonas Berg', address);
  const cast = {
    mara: behind('Mara Lind', host.page),
    yara: behind('Yara Stein', viewer.page),
    wei: await member('Wei Chen 陈伟', address),
    amira: await member('Amira Haddad', address),
    jonas,
  };
  await tellTheDay(cast);
  await openConversation(viewer.page, 'announcements');
  await tellTheNews(cast);
  await jonas.leave();
  await until(async () => {
    const people = await cast.yara.ask('people.list');
    return people.find(({ name, presence }) => name === jonas.name && presence === 'offline');
  });
  await openConversation(viewer.page, 'general');
  await viewer.page.getByTestId('unread-line').waitFor();
  await answer(cast);

  await inAllLooks(viewer.page);
  await narrow(viewer);
  await offline(viewer.page, host);
}

async function welcome(page: Page): Promise<void> {
  await dress(page, { locale: 'zh-CN', theme: 'light' });
  await picture(page, 'welcome-light-zh');
  await dress(page, { locale: 'en', theme: 'light' });
  await picture(page, 'welcome-light-en');
}

async function inAllLooks(page: Page): Promise<void> {
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const theme of ['dark', 'light'] as const) {
      await dress(page, { locale, theme });
      await picture(page, `main-${theme}-${locale.slice(0, 2)}`);
    }
  }
}

async function narrow(window: Window): Promise<void> {
  await resize(window, 460);
  await picture(window.page, 'narrow-light-en');
  await resize(window);
}

async function offline(page: Page, host: Window): Promise<void> {
  await host.electron.evaluate(({ app }) => app.quit()).catch(() => {});
  await whenLine(page, 'offline');
  await say(page, 'The server is being moved, I write on meanwhile.');
  await say(page, 'Port 14 is the printer, 15 the scanner.');
  await picture(page, 'offline-light-en');
}

function behind(name: string, page: Page): Person {
  const ask: Ask = (asked, input) => call(page, asked, input);
  return { name, ask };
}

async function member(
  name: string,
  address: string,
): Promise<Person & { leave: () => Promise<void> }> {
  const core = await connect({ folder: join(work, name) });
  await core.call('team.join', { address, name });
  const leave = () => core.close();
  closers.push(leave);
  return { name, ask: core.call as Ask, leave };
}
