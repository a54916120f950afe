// Whether somebody sits at this computer: away after five minutes without key or mouse, and at once
// when the screen is locked or the computer sleeps.
import type { PowerMonitor } from 'electron';

const idleAfterSeconds = 5 * 60;
const lookEveryMs = 15_000;

/** What of the system this needs to know. */
export type Attention = Pick<PowerMonitor, 'getSystemIdleTime' | 'on' | 'off'>;

/** `tell` hears each change; before the first one somebody is there. */
export function watchIdle(system: Attention, tell: (away: boolean) => void): { close(): void } {
  let away = false;
  let locked = false;
  let asleep = false;

  function look(): void {
    // Behind a locked screen a mouse that is pushed over would count as somebody.
    const now = locked || asleep || system.getSystemIdleTime() >= idleAfterSeconds;
    if (now === away) return;
    away = now;
    tell(away);
  }
  const note = (change: () => void) => (): void => {
    change();
    look();
  };
  const lock = note(() => (locked = true));
  const unlock = note(() => (locked = false));
  const sleep = note(() => (asleep = true));
  const wake = note(() => (asleep = false));

  const timer = setInterval(look, lookEveryMs);
  system.on('lock-screen', lock);
  system.on('suspend', sleep);
  system.on('unlock-screen', unlock);
  system.on('resume', wake);
  return {
    close() {
      clearInterval(timer);
      system.off('lock-screen', lock);
      system.off('suspend', sleep);
      system.off('unlock-screen', unlock);
      system.off('resume', wake);
    },
  };
}
