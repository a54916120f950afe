// What the desktop around the app does for it; a core without a window has none.
import type { Autostart } from '../shared/rows.ts';

export type DeskPort = {
  /** Null where the program cannot be started with the session. */
  autostart(): Promise<Autostart | null>;
  /** Throws DATA_UNWRITABLE, STORAGE_FULL. */
  setAutostart(mode: Autostart): Promise<void>;
  /** Hides the window, or ends the app. */
  closeWindow(quit: boolean): void;
};
