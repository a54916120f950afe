// How long nobody has been at the computer. Hands of a test do not count as a person's: to the display nobody has been
// there since it was opened, and an app with a lock locks after some minutes of that.
import type { App } from './app.ts';

/** What the system says from now on, seconds. */
export const idleFor = ({ electron }: Pick<App, 'electron'>, seconds: number): Promise<void> =>
  electron.evaluate(
    ({ powerMonitor }, idle) => void Object.assign(powerMonitor, { getSystemIdleTime: () => idle }),
    seconds,
  );

/** Somebody is at the computer from now on; who was away already, because the start took long, is looked at anew. */
export async function sitsThere(app: Pick<App, 'electron'>): Promise<void> {
  await idleFor(app, 0);
  // Otherwise the app looks some seconds later.
  await app.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('unlock-screen'));
}
