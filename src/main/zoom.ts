// How large the window shows everything, 50 to 300 %: by keys, menu or wheel, kept with the window.
import { type BaseWindow, BrowserWindow, type WebContents } from 'electron';
import { nextZoom, usualZoom } from './zoomSteps.ts';

const zooms = new WeakMap<WebContents, Zoom>();
type Zoom = { now: number; changed: (percent: number) => void };

/** `changed` hears what to keep. */
export function keepZoom(
  window: BrowserWindow,
  percent: number,
  changed: (percent: number) => void,
): void {
  follow(window, { now: percent, changed });
}

function follow(window: BrowserWindow, zoom: Zoom): void {
  const page = window.webContents;
  zooms.set(page, zoom);
  const apply = (): void => page.setZoomFactor(zoom.now / 100);
  // Chromium keeps a zoom of its own for the page, and begins with it.
  page.on('did-finish-load', apply);
  page.on('zoom-changed', (_event, direction) => zoomBy(direction === 'in' ? 1 : -1, window));
}

/** Chromium has one zoom for our page, so all windows have the main one's. */
export function shareZoom(window: BrowserWindow, main: BrowserWindow): void {
  const zoom = zooms.get(main.webContents);
  if (zoom) follow(window, zoom);
}

/** `window`: where the key was pressed. */
export function zoomBy(steps: 1 | -1, window: BaseWindow | undefined): void {
  if (!(window instanceof BrowserWindow)) return;
  const zoom = zooms.get(window.webContents);
  if (zoom) setZoom(window, nextZoom(zoom.now, steps));
}

export function resetZoom(window: BaseWindow | undefined): void {
  if (window instanceof BrowserWindow) setZoom(window, usualZoom);
}

function setZoom(window: BrowserWindow, percent: number): void {
  const zoom = zooms.get(window.webContents);
  if (!zoom) return;
  zoom.now = percent;
  window.webContents.setZoomFactor(percent / 100);
  zoom.changed(percent);
}
