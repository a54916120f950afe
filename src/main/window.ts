// The main window. It is made at start and lives until the app quits; closing it may only hide it.
import type { BrowserWindow } from 'electron';
import { join } from 'node:path';
import type { Failure } from '../shared/errors.ts';
import { createPageWindow, type PageParts, workAreas } from './pageWindow.ts';
import { windowUrl } from './protocol.ts';
import { keepWindowState, minimumSize, placeWindow, readWindowState } from './windowState.ts';
import { keepZoom } from './zoom.ts';
import { usualZoom } from './zoomSteps.ts';

const usualSize = { width: 1180, height: 760 } as const;
const patienceMs = 5_000;

export function createWindow(
  parts: PageParts,
  folder: string,
  notice: (failure: Failure) => void,
): BrowserWindow {
  const stateFile = join(folder, 'window.json');
  const state = readWindowState(stateFile, parts.log, notice);
  const bounds = placeWindow(state, workAreas(), usualSize);
  const window = createPageWindow(parts, windowUrl, bounds, minimumSize);
  const keep = keepWindowState(window, stateFile, state, parts.log);
  keepZoom(window, state?.zoom ?? usualZoom, keep);
  return window;
}

/** The page has something to show, in the right colours. Bounded: a window that says nothing is better than none. */
export function whenPainted(window: BrowserWindow, coloured: Promise<void>): Promise<void> {
  const painted = new Promise<void>((resolve) => window.once('ready-to-show', resolve));
  return new Promise((resolve) => {
    setTimeout(resolve, patienceMs);
    void Promise.all([painted, coloured]).then(() => resolve());
  });
}
