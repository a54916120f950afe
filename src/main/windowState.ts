// Where the window was, kept in window.json. A damaged file is set aside, never fatal.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle } from 'electron';
import { z } from 'zod';
import type { Failure } from '../shared/errors.ts';
import type { Log } from './log.ts';
import { usualZoom } from './zoomSteps.ts';

export const minimumSize = { width: 420, height: 480 } as const;
/** So much of the window's upper edge must be on some display that it can be grabbed. */
const grip = { width: 120, height: 32 } as const;

const WindowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1).max(32_767),
  height: z.int().min(1).max(32_767),
  maximised: z.boolean(),
  /** Per cent. Files of before have none. */
  zoom: z.number().min(50).max(300).default(usualZoom),
});
export type WindowState = z.infer<typeof WindowState>;
type Place = Omit<WindowState, 'zoom'>;

/** `notice` is told of a damaged file. */
export function readWindowState(
  file: string,
  log: Log,
  notice: (failure: Failure) => void,
): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    log('warn', 'the window state was damaged and set aside', { file, err: error });
    notice({ code: 'SETTINGS_DAMAGED', message: file, field: 'window' });
    try {
      renameSync(file, `${file}.damaged`);
    } catch {
      // It is written anew on the next move in any case.
    }
    return null;
  }
}

/** The bounds to open with: kept where they can be seen, else of the usual size, centred on the first display. */
export function placeWindow(
  state: Place | null,
  areas: Rectangle[],
  usual: { width: number; height: number },
  least: { width: number; height: number } = minimumSize,
): Rectangle {
  const primary = areas[0] ?? { x: 0, y: 0, ...usual };
  const home = state ? (areas.find((area) => canGrab(state, area)) ?? primary) : primary;
  const width = clamp(state?.width ?? usual.width, least.width, home.width);
  const height = clamp(state?.height ?? usual.height, least.height, home.height);
  if (state && areas.some((area) => canGrab(state, area)))
    return { x: state.x, y: state.y, width, height };
  return {
    x: Math.round(home.x + (home.width - width) / 2),
    y: Math.round(home.y + (home.height - height) / 2),
    width,
    height,
  };
}

/** Saves a moment after each change, and at once when the window closes. Answers how to keep another zoom. */
export function keepWindowState(
  window: BrowserWindow,
  file: string,
  before: WindowState | null,
  log: Log,
): (zoom: number) => void {
  let zoom = before?.zoom ?? usualZoom;
  // Only a window on the screen says so of itself: before it is shown, and in the task bar, it is not.
  let maximised = before?.maximised ?? false;
  window.once('show', () => {
    if (maximised) window.maximize();
  });
  let kept = before && JSON.stringify(before);
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed()) return;
    if (window.isVisible() && !window.isMinimized()) maximised = window.isMaximized();
    const { x, y, width, height } = window.getNormalBounds();
    const state = JSON.stringify({ x, y, width, height, maximised, zoom } satisfies WindowState);
    // A start moves the window to where it was.
    if (state === kept) return;
    try {
      writeFileSync(`${file}.new`, state, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      kept = state;
    } catch (error) {
      log('warn', 'the window state could not be kept', { err: error });
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  };
  window
    .on('resize', soon)
    .on('move', soon)
    .on('maximize', soon)
    .on('unmaximize', soon)
    .on('close', save);
  return (percent) => {
    zoom = percent;
    soon();
  };
}

function canGrab(state: Place, area: Rectangle): boolean {
  const overlap = Math.min(state.x + state.width, area.x + area.width) - Math.max(state.x, area.x);
  return (
    overlap >= grip.width && state.y >= area.y && state.y + grip.height <= area.y + area.height
  );
}

/** A display smaller than the minimum wins. */
const clamp = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), most);
