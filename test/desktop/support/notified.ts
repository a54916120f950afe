// Somebody at a desktop that shows notifications, or does not: the app on a bus of its own, a real
// server, and somebody there who writes.
import type { Page } from 'playwright-core';
import { uuidv7 } from 'uuidv7';
import { startBus, whyNoBus } from '../../support/bus.ts';
import { hasDesktop } from '../../support/electron.ts';
import { testServer } from '../../support/server.ts';
import { type App, openApp, temporaryFolder } from './app.ts';
import { sitsThere } from './idle.ts';
import { type DaemonOptions, startDaemon } from './notificationDaemon.ts';
import { joinTeam, teamOf } from './steps.ts';

const noBus = await whyNoBus();
if (noBus) console.log(`Tests of notifications are skipped: ${noBus}.`);
export const cannotNotify = !hasDesktop || noBus !== undefined;

export type DeskOptions = DaemonOptions & { env?: Record<string, string>; daemon?: false };

/** Mara has the app, and looks elsewhere; Wei writes to her. */
export async function desk({ env = {}, daemon: wanted, ...options }: DeskOptions = {}) {
  const bus = await startBus();
  const daemon = wanted === false ? undefined : await startDaemon(bus, options);
  const server = await testServer();
  const wei = await server.member('Wei');
  const app = await openApp(temporaryFolder(), {
    env: { DBUS_SESSION_BUS_ADDRESS: bus.address, ...env },
  });
  // On a display without hands nobody is there after a while, and what a window shows is seen by nobody.
  await sitsThere(app);
  await joinTeam(app.page, server.addresses[0] ?? '', 'Mara');
  const { me, id: team } = await teamOf(app.page);
  await lookAway(app);
  const { conversation: direct } = await wei.ask('direct.open', { id: uuidv7(), user: me });
  const say = async (text: string, conversation = direct) =>
    (await wei.ask('message.send', { id: uuidv7(), conversation, text })).seq;
  return { bus, daemon: daemon as NonNullable<typeof daemon>, server, wei, app, team, direct, say };
}

/** Playwright has every page believe that it has the focus: this one is told, and has told the core when this resolves. */
export async function focus(page: Page, on: boolean): Promise<void> {
  await page.evaluate((event) => window.dispatchEvent(new Event(event)), on ? 'focus' : 'blur');
  // Answered after what the page said before it.
  await teamOf(page);
}

/** The window is in the background, and not even seen. */
async function lookAway({ electron, page }: App): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await focus(page, false);
}
export const isVisible = ({ electron }: App): Promise<boolean> =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
