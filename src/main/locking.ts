// When the app locks by itself, and what becomes of its pages then: they are read anew, so that nothing
// of what they held is left in them.
import type { BrowserWindow } from 'electron';
import type { Client } from '../core/client.ts';
import type { LockState } from '../shared/lock.ts';
import type { Attention } from './idle.ts';

const lookEveryMs = 5_000;
/** A page that has not gone by then hangs. */
const patienceMs = 10_000;

export type Lockable = Pick<Client, 'lock' | 'lockState'>;

/** Locks after its minutes without key or mouse, and with the screen. */
export function watchForLocking(system: Attention, core: Lockable): { close(): void } {
  let looked = Date.now();

  function look(): void {
    const now = Date.now();
    // A computer that slept without a word counts as left alone for so long.
    const slept = now - looked;
    looked = now;
    const { on, locked, after } = core.lockState();
    if (!on || locked || after === null) return;
    if (Math.max(system.getSystemIdleTime() * 1000, slept) >= after * 60_000) core.lock();
  }
  function withScreen(): void {
    if (core.lockState().withScreen) core.lock();
  }

  const timer = setInterval(look, lookEveryMs);
  system.on('lock-screen', withScreen);
  system.on('suspend', withScreen);
  // Before a hand on the mouse makes the idle time short again.
  system.on('resume', look);
  return {
    close() {
      clearInterval(timer);
      system.off('lock-screen', withScreen);
      system.off('suspend', withScreen);
      system.off('resume', look);
    },
  };
}

/**
 * The core gives the new pages nothing; the old ones may hand in their drafts while they go. `told` hears whether it is
 * locked, now and at each change.
 */
export function clearWhenLocked(
  windows: () => BrowserWindow[],
  core: Pick<Client, 'listen' | 'lockState'>,
  told: (locked: boolean) => void,
): void {
  let { locked } = core.lockState();
  told(locked);
  core.listen((name, payload) => {
    if (name !== 'lock') return;
    const { locked: now } = payload as LockState;
    if (now === locked) return;
    locked = now;
    told(locked);
    if (locked) windows().forEach(clear);
  });
}

function clear(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  const page = window.webContents;
  // What is not unloaded in time is ended, and opened again by whoever looks after crashes.
  const hangs = setTimeout(() => {
    if (!window.isDestroyed()) page.forcefullyCrashRenderer();
  }, patienceMs);
  page.once('did-navigate', () => clearTimeout(hangs));
  window.once('closed', () => clearTimeout(hangs));
  page.reload();
}
