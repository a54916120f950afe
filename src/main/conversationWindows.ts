// Conversations in windows of their own, beside the main one. Closing one closes it; where the last was
// put is where the next one opens.
import type { BrowserWindow, Rectangle } from 'electron';
import { join } from 'node:path';
import { keyOf } from '../core/windows.ts';
import type { Failure } from '../shared/errors.ts';
import type { ConversationLink } from '../shared/messageLink.ts';
import { createPageWindow, type PageParts, showWindow, workAreas } from './pageWindow.ts';
import { conversationUrl } from './protocol.ts';
import { keepWindowState, placeWindow, readWindowState } from './windowState.ts';

const usualSize = { width: 560, height: 700 } as const;
const leastSize = { width: 360, height: 400 } as const;
/** So much a window stands beside one that would hide it otherwise. */
const step = 32;

export type ConversationWindowsParts = PageParts & {
  folder: string;
  /** Before its page is read. */
  made(window: BrowserWindow, place: ConversationLink): void;
  closed(place: ConversationLink): void;
  /** Of what was damaged. */
  notice(failure: Failure): void;
};

export function createConversationWindows(parts: ConversationWindowsParts) {
  const { folder, log, made, closed, notice } = parts;
  const windows = new Map<string, BrowserWindow>();
  const stateFile = join(folder, 'conversation-window.json');

  function make(place: ConversationLink): BrowserWindow {
    const state = readWindowState(stateFile, log, notice);
    const bounds = beside(placeWindow(state, workAreas(), usualSize, leastSize));
    const window = createPageWindow(parts, conversationUrl(place), bounds, leastSize);
    keepWindowState(window, stateFile, state, log);
    windows.set(keyOf(place), window);
    // A page that says it wants to stay does not keep its window open.
    window.webContents.on('will-prevent-unload', (event) => event.preventDefault());
    window.once('ready-to-show', () => showWindow(window));
    window.once('closed', () => {
      windows.delete(keyOf(place));
      closed(place);
    });
    made(window, place);
    return window;
  }

  /** No two in exactly the same place. */
  function beside(bounds: Rectangle): Rectangle {
    const taken = all().map((window) => window.getNormalBounds());
    let at = bounds;
    while (taken.some(({ x, y }) => x === at.x && y === at.y))
      at = { ...at, x: at.x + step, y: at.y + step };
    return at;
  }

  const all = (): BrowserWindow[] => [...windows.values()];

  return {
    all,
    open(place: ConversationLink): void {
      const there = windows.get(keyOf(place));
      if (there) showWindow(there);
      else make(place);
    },
    raise(place: ConversationLink): void {
      const window = windows.get(keyOf(place));
      if (window) showWindow(window);
    },
  };
}
