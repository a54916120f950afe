// Whether the desktop itself is not to be disturbed, where it can be asked: Plasma over the bus, GNOME
// by its setting.
import { execFile } from 'node:child_process';
import type { NotificationServer } from './notificationServer.ts';

/** A person turns it on by hand: a moment ago is as good as now. */
const goodForMs = 2_000;
const answerWithinMs = 1_000;

let known: { at: number; quiet: Promise<boolean> } | undefined;

/** Nobody who does not answer is taken for quiet. */
export function isSystemQuiet(server: NotificationServer): Promise<boolean> {
  const now = performance.now();
  if (!known || now - known.at > goodForMs) known = { at: now, quiet: ask(server) };
  return known.quiet;
}

async function ask(server: NotificationServer): Promise<boolean> {
  const desktops = (process.env.XDG_CURRENT_DESKTOP ?? '').split(':');
  return desktops.includes('GNOME') ? !(await showsBanners()) : server.inhibited();
}

function showsBanners(): Promise<boolean> {
  const setting = ['get', 'org.gnome.desktop.notifications', 'show-banners'];
  return new Promise((resolve) => {
    execFile('gsettings', setting, { timeout: answerWithinMs }, (_error, said) =>
      resolve(said.trim() !== 'false'),
    );
  });
}
