// Whether this computer runs on battery. Linux does not tell when that changes, so it is asked as well.
import type { PowerMonitor } from 'electron';

const lookEveryMs = 60_000;

/** What of the system this needs to know. */
export type Supply = Pick<PowerMonitor, 'isOnBatteryPower' | 'on' | 'off'>;

/** `tell` hears how it is now, and each change. */
export function watchSupply(system: Supply, tell: (onBattery: boolean) => void): { close(): void } {
  let told: boolean | undefined;
  function look(): void {
    const now = system.isOnBatteryPower();
    if (now === told) return;
    told = now;
    tell(now);
  }

  const timer = setInterval(look, lookEveryMs);
  for (const change of ['on-battery', 'on-ac', 'resume'] as const)
    // One by one, because each event has a type of its own.
    system.on(change as 'resume', look);
  look();
  return {
    close() {
      clearInterval(timer);
      for (const change of ['on-battery', 'on-ac', 'resume'] as const)
        system.off(change as 'resume', look);
    },
  };
}
