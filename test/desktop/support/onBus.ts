// An app in a team of the test's own server, on a bus of the test's own, and somebody who writes to it.
import { expect } from 'vitest';
import { type Bus, startBus } from '../../support/bus.ts';
import { newcomer, type Person } from '../../support/person.ts';
import { testServer } from '../../support/server.ts';
import { type App, logTail, openApp, type OpenOptions, temporaryFolder } from './app.ts';
import { call, joinTeam, openConversation, teamOf } from './steps.ts';

export type OnBus = { bus: Bus; app: App; noor: Person; general: string; direct: string };

export const onBus = (bus: Bus, options: OpenOptions = {}): OpenOptions => ({
  ...options,
  env: { ...options.env, DBUS_SESSION_BUS_ADDRESS: bus.address },
});

/** `noor` has written nothing yet; `direct` is where she writes to the app's person alone. */
export async function appOnBus(bus?: Bus): Promise<OnBus> {
  const on = bus ?? (await startBus());
  const { addresses } = await testServer({ door: 'open', team: 'Riverside Lab' });
  const [address = ''] = addresses;
  const app = await openApp(temporaryFolder(), onBus(on));
  await joinTeam(app.page, address, 'Mara Lind');
  const noor = await newcomer(address, 'Noor R&D_lab');
  const general = await noor.find('general');
  const { me } = await teamOf(app.page);
  // Playwright makes every window believe that it has the focus, hidden or not: what it shows is read.
  await noor.call('channel.create', { name: 'elsewhere', topic: '', members: [me] });
  await openConversation(app.page, 'elsewhere');
  const { conversation: direct } = await noor.call('direct.open', { user: me });
  return { bus: on, app, noor, general, direct };
}

/** As counted from the database now, of everything that is not muted. */
export async function countedUnread(app: App): Promise<number> {
  const { id } = await teamOf(app.page);
  const rows = await call(app.page, 'conversations.list', undefined, id);
  const heard = rows.filter(({ mutedUntil }) => mutedUntil === null || mutedUntil <= Date.now());
  return heard.reduce((sum, { unread }) => sum + unread, 0);
}

export const isVisible = (app: App): Promise<boolean> =>
  app.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false,
  );

export const closeWindow = (app: App): Promise<void> =>
  app.electron
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    .catch(() => {});

export async function expectVisible(app: App, visible: boolean): Promise<void> {
  await expect.poll(() => isVisible(app)).toBe(visible);
}

/** The app itself knows of the tray, for so many times. */
export async function whenNoticed(app: App, times = 1): Promise<void> {
  await expect
    .poll(() => logTail(app.folder).split('a tray is there').length - 1)
    .toBeGreaterThanOrEqual(times);
}
