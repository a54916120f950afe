// What closing the window means, and how the app ends. The window is never lost: it hides only
// where a tray, a dock or a second start brings it back.
import { app, type BrowserWindow } from 'electron';
import type { Settings } from '../shared/rows.ts';
import type { Log } from './log.ts';

const boundMs = 5_000;

export type ClosingParts = {
  /** Others need this computer's server, so the app stays. */
  hosting: () => boolean;
  /** There is a tray now. */
  tray: () => boolean;
  /** Null until the page has asked for them. */
  settings: () => Settings | null;
  /** Puts the window where it can be found again. */
  hide: () => void;
  /** Has the page tell the person, once, where the window goes. */
  explain: () => void;
};

export function handleClosing(window: BrowserWindow, parts: ClosingParts): void {
  let quitting = false;
  let explained = false;
  app.on('before-quit', () => {
    quitting = true;
    // A page that hangs, or says it wants to stay, does not keep the app from quitting.
    setTimeout(() => window.isDestroyed() || window.destroy(), boundMs).unref();
  });
  window.webContents.on('will-prevent-unload', (event) => event.preventDefault());
  window.on('close', (event) => {
    if (quitting) return;
    const settings = parts.settings();
    const intoTray = parts.tray() && settings?.onClose !== 'quit';
    if (!intoTray && !parts.hosting() && process.platform !== 'darwin') return;
    event.preventDefault();
    const canExplain = settings !== null && window.isVisible() && !window.webContents.isCrashed();
    // Who closes once more has understood, or has a page that hangs.
    if (intoTray && canExplain && !settings.closeNoted && !explained) {
      explained = true;
      return parts.explain();
    }
    parts.hide();
  });
  // Those of conversations go with it.
  window.on('closed', () => app.quit());
  app.on('window-all-closed', () => app.quit());
}

/**
 * The last step of quitting, when the page has handed in its drafts and is gone: `close` flushes and
 * stops the server. Bounded, because what was acknowledged is already on disk.
 */
export function closeBeforeExit(close: () => Promise<void>, log: Log): void {
  let done = false;
  app.on('will-quit', (event) => {
    if (done) return;
    event.preventDefault();
    done = true;
    const late = new Promise<void>((_resolve, reject) => {
      setTimeout(() => reject(new Error(`not closed after ${boundMs} ms`)), boundMs);
    });
    Promise.race([close(), late])
      .catch((error: unknown) => log('error', 'closing went wrong', { err: error }))
      .finally(() => app.exit(0));
  });
}
