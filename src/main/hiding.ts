// Hides the window while the app stays, always with a way back: the dock, the tray, or, where
// there is no tray, the task bar it is minimised to. A second start brings it back everywhere.
import { app, type BrowserWindow, type Tray } from 'electron';
import type { Texts } from './texts.ts';
import { createTray, labelTray, trayIsShown } from './tray.ts';

export type Hiding = { hide: () => void; say: (texts: Texts) => void };

export function createHiding(options: {
  window: BrowserWindow;
  icon: string;
  texts: Texts;
  show: () => void;
}): Hiding {
  const { window, icon, show } = options;
  const quit = (): void => app.quit();
  let texts = options.texts;
  let tray: Tray | null = null;

  const hideWhereFound = async (): Promise<void> => {
    if (process.platform !== 'darwin') {
      if (!(await trayIsShown())) return window.minimize();
      tray ??= createTray({ icon, texts, show, quit });
    }
    window.hide();
  };

  return {
    hide: () => void hideWhereFound(),
    say(words) {
      texts = words;
      if (tray) labelTray(tray, { texts, show, quit });
    },
  };
}
