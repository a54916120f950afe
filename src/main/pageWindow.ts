// A window with our page in it, and nothing that a page could use against this computer. It shows nothing
// until whoever made it says so.
import { BrowserWindow, nativeTheme, type Rectangle, screen } from 'electron';
import type { Log } from './log.ts';

/** The page's own background in each theme (styles/tokens.css), so that nothing flashes before it paints. */
const background = { light: '#ffffff', dark: '#141818' } as const;

export type PageParts = {
  preload: string;
  icon: string;
  developing: boolean;
  log: Log;
};

/** `minimum`: the least size the page is drawn for. */
export function createPageWindow(
  { preload, icon, developing, log }: PageParts,
  url: string,
  bounds: Rectangle,
  minimum: { width: number; height: number },
): BrowserWindow {
  const window = new BrowserWindow({
    ...bounds,
    minWidth: minimum.width,
    minHeight: minimum.height,
    show: false,
    title: 'Lanline',
    icon,
    backgroundColor: backgroundNow(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Read once is read for good: it is the same page each time.
      v8CacheOptions: 'bypassHeatCheck',
      // Chromium's own, which would download dictionaries; ours is in preload/spelling.ts.
      spellcheck: false,
      devTools: developing,
    },
  });
  window.setMenuBarVisibility(false);
  const recolour = (): void => window.setBackgroundColor(backgroundNow());
  nativeTheme.on('updated', recolour);
  window.once('closed', () => nativeTheme.off('updated', recolour));
  window.loadURL(url).catch((error: unknown) => {
    log('error', 'the page could not be loaded', { err: error });
  });
  return window;
}

/** Brings a window to the front from wherever it is. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** What can be used of each display, the first one first. */
export function workAreas(): Rectangle[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}

const backgroundNow = (): string =>
  nativeTheme.shouldUseDarkColors ? background.dark : background.light;
