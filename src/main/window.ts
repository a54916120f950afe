// The one window. It is made at start and lives until the app quits; closing it may only hide it.
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { join } from 'node:path';
import type { Failure } from '../shared/errors.ts';
import type { Log } from './log.ts';
import { windowUrl } from './protocol.ts';
import { keepWindowState, minimumSize, placeWindow, readWindowState } from './windowState.ts';
import { keepZoom } from './zoom.ts';
import { usualZoom } from './zoomSteps.ts';

/** The page's own background in each theme (styles/tokens.css), so that nothing flashes before it paints. */
const background = { light: '#ffffff', dark: '#141818' } as const;

const patienceMs = 5_000;

export function createWindow(options: {
  folder: string;
  preload: string;
  icon: string;
  developing: boolean;
  notice: (failure: Failure) => void;
  log: Log;
}): BrowserWindow {
  const stateFile = join(options.folder, 'window.json');
  const state = readWindowState(stateFile, options.log, options.notice);
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const window = new BrowserWindow({
    ...placeWindow(
      state,
      [primary, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: 'Lanline',
    icon: options.icon,
    backgroundColor: backgroundNow(),
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: options.developing,
    },
  });
  window.setMenuBarVisibility(false);
  const keep = keepWindowState(window, stateFile, state, options.log);
  keepZoom(window, state?.zoom ?? usualZoom, keep);
  nativeTheme.on('updated', () => window.setBackgroundColor(backgroundNow()));
  window.loadURL(windowUrl).catch((error: unknown) => {
    options.log('error', 'the page could not be loaded', { err: error });
  });
  return window;
}

/** Brings the window to the front from wherever it is. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** The page has something to show, in the right colours. Bounded: a window that says nothing is better than none. */
export function whenPainted(window: BrowserWindow, coloured: Promise<void>): Promise<void> {
  const painted = new Promise<void>((resolve) => window.once('ready-to-show', resolve));
  return new Promise((resolve) => {
    setTimeout(resolve, patienceMs);
    void Promise.all([painted, coloured]).then(() => resolve());
  });
}

const backgroundNow = (): string =>
  nativeTheme.shouldUseDarkColors ? background.dark : background.light;
