// Tells the core when the way to the server may have changed: after sleep, on focus, when an
// address of this computer comes or goes (delivery.md rule 9).
import { networkInterfaces } from 'node:os';
import { type BrowserWindow, powerMonitor } from 'electron';

/** Reading the addresses takes microseconds, so often enough that nobody waits for it. */
const lookEveryMs = 3_000;

export function watchForWakeUps(window: BrowserWindow, wake: () => void): { close(): void } {
  powerMonitor.on('resume', wake);
  powerMonitor.on('unlock-screen', wake);
  window.on('focus', wake);

  let before = addresses();
  const timer = setInterval(() => {
    const now = addresses();
    if (now === before) return;
    before = now;
    wake();
  }, lookEveryMs);

  return {
    close() {
      clearInterval(timer);
      powerMonitor.off('resume', wake);
      powerMonitor.off('unlock-screen', wake);
    },
  };
}

const addresses = (): string =>
  Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .map(({ address, netmask }) => `${address}/${netmask}`)
    .sort()
    .join(' ');
