// Hides the window while the app stays, always with a way back: the dock, the tray, or, where there
// is no tray, the task bar it is minimised to. A second start brings it back everywhere.
import type { BrowserWindow } from 'electron';
import type { Texts } from './texts.ts';
import { type Desk, nothingYet } from './tray/desk.ts';
import type { TrayDeeds } from './tray/menu.ts';
import { createTrayIcon, type TrayIcon } from './tray/tray.ts';

export type Hiding = {
  hide(): void;
  toggle(): void;
  /** A tray came, or went: with it its icon. */
  trayIs(there: boolean): void;
  /** From now on a window that is not to be seen is one that was hidden. */
  begun(hidden: boolean): void;
  say(texts: Texts): void;
  tell(desk: Desk): void;
  /** Whether the person is away by their own word, which the menu shows, is another now. */
  redraw(): void;
};

/** A panel that starts anew is back by then, and nothing opens on anybody's screen. */
const graceMs = 3_000;

export function createHiding(options: {
  window: BrowserWindow;
  texts: Texts;
  show: () => void;
  away: () => boolean;
  deeds: Omit<TrayDeeds, 'toggle'>;
}): Hiding {
  const { window, show, away } = options;
  const deeds: TrayDeeds = { ...options.deeds, toggle };
  let texts = options.texts;
  let desk = nothingYet;
  /** Made once: the system shows it again by itself when a tray comes back. */
  let tray: TrayIcon | null = null;
  let trayThere = false;
  let started = false;
  let late: NodeJS.Timeout | undefined;

  const seen = (): boolean => window.isVisible() && !window.isMinimized();
  const facts = () => ({ desk, visible: seen(), away: away() });
  const redraw = (): void => void (window.isDestroyed() || tray?.show(facts(), texts));

  function hide(): void {
    if (trayThere || process.platform === 'darwin') return window.hide();
    // Only a window on the screen can be put into the task bar.
    if (!window.isVisible()) window.showInactive();
    window.minimize();
  }

  function toggle(): void {
    if (seen()) hide();
    else show();
  }

  function bringBack(): void {
    if (!started || trayThere || window.isDestroyed() || process.platform === 'darwin') return;
    if (!window.isVisible() && !window.isMinimized()) window.showInactive();
  }

  for (const change of ['show', 'hide', 'minimize', 'restore'] as const)
    // One by one, because each event has a type of its own.
    window.on(change as 'show', redraw);

  return {
    hide,
    toggle,
    trayIs(there) {
      clearTimeout(late);
      trayThere = there;
      if (there) tray ??= createTrayIcon(facts(), texts, deeds);
      else late = setTimeout(bringBack, graceMs);
    },
    begun(hidden) {
      started = true;
      if (hidden) hide();
      else show();
    },
    say(words) {
      texts = words;
      redraw();
    },
    tell(news) {
      desk = news;
      redraw();
    },
    redraw,
  };
}
