// How long nobody has been at the computer. Hands of a test do not count as a person's: to the display nobody has been
// there since it was opened, and an app with a lock locks after some minutes of that.
import type { App } from './app.ts';

/** What the system says from now on, seconds. */
export const idleFor = ({ electron }: Pick<App, 'electron'>, seconds: number): Promise<void> =>
  electron.evaluate(
    ({ powerMonitor }, idle) => void Object.assign(powerMonitor, { getSystemIdleTime: () => idle }),
    seconds,
  );
