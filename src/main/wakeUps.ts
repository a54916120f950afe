// Tells the core when the way to the server may have changed: after sleep, on focus, when an
// address of this computer comes or goes (delivery.md rule 9).
import { networkInterfaces } from 'node:os';
import { app, powerMonitor } from 'electron';

/** Reading the addresses takes microseconds, so often enough that nobody waits for it. */
const lookEveryMs = 3_000;

export function watchForWakeUps(wake: (anew?: boolean) => void): { close(): void } {
  const anew = (): void => wake(true);
  const look = (): void => wake();
  powerMonitor.on('resume', anew);
  powerMonitor.on('unlock-screen', anew);
  app.on('browser-window-focus', look);

  let before = addresses();
  const timer = setInterval(() => {
    const now = addresses();
    if (now === before) return;
    before = now;
    anew();
  }, lookEveryMs);

  return {
    close() {
      clearInterval(timer);
      app.off('browser-window-focus', look);
      powerMonitor.off('resume', anew);
      powerMonitor.off('unlock-screen', anew);
    },
  };
}

const addresses = (): string =>
  Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .map(({ address, netmask }) => `${address}/${netmask}`)
    .sort()
    .join(' ');
