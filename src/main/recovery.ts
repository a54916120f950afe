// A page that crashed is opened again; the core and what it keeps are not touched by that.
import { app, type BrowserWindow, dialog } from 'electron';
import type { Log } from './log.ts';
import type { Texts } from './texts.ts';

const patience = { crashes: 3, withinMs: 60_000 } as const;

/** After three crashes in a minute people are asked instead, so that a crashing page does not spin. */
export function reopenAfterCrash(window: BrowserWindow, texts: () => Texts, log: Log): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log('error', 'the page crashed', { reason, exitCode });
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < patience.withinMs), now];
    // Not from within the event: Chromium is still clearing up after the page.
    setImmediate(() => {
      if (window.isDestroyed()) return;
      if (crashes.length < patience.crashes) window.webContents.reload();
      else void ask(window, texts());
    });
  });
}

async function ask(window: BrowserWindow, texts: Texts): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: texts.windowFailed,
    detail: texts.windowFailedMore,
    buttons: [texts.again, texts.quit],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) app.quit();
  else window.webContents.reload();
}
