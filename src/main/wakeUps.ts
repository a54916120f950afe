// Tells the core when the way to the server may have changed: after sleep, on focus, when an
// address of this computer comes or goes (delivery.md rule 9).
import { networkInterfaces } from 'node:os';
import type { App, PowerMonitor } from 'electron';

/** Reading the addresses takes microseconds, so often enough that nobody waits for it. On battery rarely. Milliseconds. */
const lookEveryMs = { mains: 500, battery: 2_000 } as const;
/** Who has not looked for so long has slept, also where nobody told of that. */
const sleptMs = 10_000;

/** What of the system this needs to know. `addresses`: all of this computer's, as one text. */
export type Surroundings = {
  app: Pick<App, 'on' | 'off'>;
  power: Pick<PowerMonitor, 'on' | 'off' | 'isOnBatteryPower'>;
  addresses?: () => string;
};

export function watchForWakeUps(
  { app, power, addresses = ownAddresses }: Surroundings,
  wake: (anew?: boolean) => void,
): { close(): void } {
  const anew = (): void => wake(true);
  const focus = (): void => wake();
  power.on('resume', anew);
  power.on('unlock-screen', anew);
  app.on('browser-window-focus', focus);

  let before = addresses();
  let looked: number;
  let timer = soon();

  function look(): void {
    const now = addresses();
    const slept = Date.now() - looked > sleptMs;
    const changed = now !== before;
    before = now;
    timer = soon();
    if (slept || changed) anew();
  }
  function soon(): NodeJS.Timeout {
    looked = Date.now();
    return setTimeout(look, power.isOnBatteryPower() ? lookEveryMs.battery : lookEveryMs.mains);
  }

  return {
    close() {
      clearTimeout(timer);
      app.off('browser-window-focus', focus);
      power.off('resume', anew);
      power.off('unlock-screen', anew);
    },
  };
}

const ownAddresses = (): string =>
  Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .map(({ address, netmask }) => `${address}/${netmask}`)
    .sort()
    .join(' ');
