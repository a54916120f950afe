// What the desktop around the app does for it; a core without a window has none.
import type { ConversationLink } from '../shared/messageLink.ts';
import type { Autostart } from '../shared/rows.ts';

export type DeskPort = {
  /** Null where the program cannot be started with the session. */
  autostart(): Promise<Autostart | null>;
  /** Throws DATA_UNWRITABLE, STORAGE_FULL. */
  setAutostart(mode: Autostart): Promise<void>;
  /** Hides the window, or ends the app. */
  closeWindow(quit: boolean): void;
  /** A conversation's own window: made, or brought to the front. */
  openWindow(place: ConversationLink): void;
  /** Brings a window to the front, from wherever it is: a conversation's own, or, null, the main one. */
  raise(place: ConversationLink | null): void;
};
