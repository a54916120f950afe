// A way back to a window that was closed while its team is still hosted here.
import { execFile } from 'node:child_process';
import { Menu, nativeImage, Tray } from 'electron';
import type { Texts } from './texts.ts';

export function createTray(options: {
  icon: string;
  texts: Texts;
  show: () => void;
  quit: () => void;
}): Tray {
  const image = nativeImage
    .createFromPath(options.icon)
    .resize({ width: 22, height: 22, quality: 'best' });
  const tray = new Tray(image);
  tray.setToolTip('Lanline');
  tray.on('click', options.show);
  labelTray(tray, options);
  return tray;
}

export function labelTray(
  tray: Tray,
  { texts, show, quit }: { texts: Texts; show: () => void; quit: () => void },
): void {
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: texts.show, click: show },
      { type: 'separator' },
      { label: texts.quit, click: quit },
    ]),
  );
}

/** Whether an icon put in the tray would be seen. Linux desktops may have no tray at all. */
export async function trayIsShown(): Promise<boolean> {
  if (process.platform !== 'linux') return process.platform === 'win32';
  if (!process.env.DBUS_SESSION_BUS_ADDRESS) return false;
  for (const [command, ...args] of questions) {
    const answer = await run(command, args);
    if (answer !== null) return /\btrue\b/.test(answer);
  }
  return false;
}

const watcher = 'org.kde.StatusNotifierWatcher';
const property = 'IsStatusNotifierHostRegistered';
const get = 'org.freedesktop.DBus.Properties.Get';

/** Whichever of D-Bus's tools is installed; each prints "true" when a tray is there. */
const questions: [string, ...string[]][] = [
  [
    'gdbus',
    'call',
    '--session',
    '--dest',
    watcher,
    '--object-path',
    '/StatusNotifierWatcher',
    '--method',
    get,
    watcher,
    property,
  ],
  [
    'dbus-send',
    '--session',
    '--print-reply',
    `--dest=${watcher}`,
    '/StatusNotifierWatcher',
    get,
    `string:${watcher}`,
    `string:${property}`,
  ],
  ['busctl', '--user', 'get-property', watcher, '/StatusNotifierWatcher', watcher, property],
];

/** Null when the command is not installed; what it printed otherwise. */
function run(command: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 1000 }, (error, stdout) => {
      resolve(error && 'code' in error && error.code === 'ENOENT' ? null : stdout);
    });
  });
}
