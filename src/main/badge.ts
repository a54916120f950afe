// How much is unread, on the program's own place in dock, launcher or task bar. It is the sum of what
// the teams' databases count, and nothing is counted here.
import { app, type BrowserWindow, nativeImage } from 'electron';
import type { SessionBus } from './dbus/connection.ts';
import type { Texts } from './texts.ts';
import type { Desk } from './tray/desk.ts';
import { drawBadge } from './tray/icon.ts';

export type Badge = { show(desk: Desk, texts: Texts): void };

const overlaySize = 32;
/** The launcher knows programs by the name of their desktop file. */
const program = 'application://lanline.desktop';

export function createBadge(window: BrowserWindow, bus: Promise<SessionBus>): Badge {
  let last = 0;
  return {
    show({ teams }, texts) {
      const count = teams.reduce((sum, { unread }) => sum + unread, 0);
      if (count === last || window.isDestroyed()) return;
      last = count;
      if (process.platform === 'linux') return void tellLauncher(bus, count).catch(() => {});
      app.setBadgeCount(count);
      if (process.platform === 'win32')
        window.setOverlayIcon(count > 0 ? overlay(count) : null, texts.unread(count));
    },
  };
}

/** Electron itself does so only where an old library of Unity's is installed; Plasma and GNOME's docks listen too. */
async function tellLauncher(bus: Promise<SessionBus>, count: number): Promise<void> {
  (await bus).emit({
    path: '/com/canonical/unity/launcherentry/1',
    interface: 'com.canonical.Unity.LauncherEntry',
    member: 'Update',
    signature: 'sa{sv}',
    body: [
      program,
      [
        ['count', ['x', count]],
        ['count-visible', ['b', count > 0]],
      ],
    ],
  });
}

const overlay = (count: number) =>
  nativeImage.createFromBitmap(drawBadge(count, overlaySize), {
    width: overlaySize,
    height: overlaySize,
  });
