// The tray's icon: the mark on its tile, grey while nothing is connected, with a dot, a number or
// the sign of do not disturb. Around those the tile is cut away, so they stand off on any panel.
import { type Colour, createCanvas, disc, slab, stroke } from './canvas.ts';
import { linesOf } from './digits.ts';

export type Look = {
  connected: boolean;
  /** What stands on the tile; a number above zero is what calls this person. */
  mark: 'none' | 'dot' | 'quiet' | number;
  /** The panel is dark: the tile is brighter. */
  dark: boolean;
};

const tile = { light: [13, 128, 116], dark: [30, 160, 146] } as const;
const grey = { light: [118, 124, 124], dark: [146, 152, 152] } as const;
const white: Colour = [255, 255, 255];
const unread: Colour = [214, 57, 57];
const calling: Colour = [245, 170, 49];
const ink: Colour = [38, 24, 0];
const quiet: Colour = [88, 76, 134];

/** The mark's bars as parts of the height; a few of those of the big icon, so that they stay apart. */
const bars = [0.2, 0.54, 0.3, 0.44];
/** The usual size of a tray's icon, at which every line lies on whole pixels. */
export const trayIconSize = 22;

/** `size` in pixels. Answers rows of blue, green, red, alpha. */
export function drawTrayIcon({ connected, mark, dark }: Look, size: number): Buffer {
  const canvas = createCanvas(size);
  const unit = size / trayIconSize;
  const edge = Math.max(1, Math.round(unit));
  const ground = (connected ? tile : grey)[dark ? 'dark' : 'light'];
  canvas.fill(slab(edge, edge, size - edge, size - edge, 5 * unit), ground);

  const width = Math.max(1, Math.round(2 * unit));
  const left = Math.round((size - width * (bars.length * 2 - 1)) / 2);
  for (const [index, height] of bars.entries()) {
    const from = left + index * 2 * width;
    const half = Math.round((height * size) / 2);
    const middle = size / 2;
    canvas.fill(slab(from, middle - half, from + width, middle + half, width / 2), white);
  }

  if (mark === 'dot') {
    const centre = [17 * unit, 5 * unit] as const;
    canvas.cut(disc(centre, 5.4 * unit));
    canvas.fill(disc(centre, 4 * unit), unread);
  } else if (mark === 'quiet') {
    const centre = [15.5 * unit, 15.5 * unit] as const;
    canvas.cut(disc(centre, 6.9 * unit));
    canvas.fill(disc(centre, 5.5 * unit), quiet);
    const [from, to] = [13 * unit, 18 * unit];
    const line = [[from, centre[1]] as const, [to, centre[1]] as const];
    canvas.fill(stroke(line, 1.8 * unit), white);
  } else if (mark !== 'none') drawNumber(canvas, mark, size);
  return canvas.bitmap();
}

/** A number by itself, to be laid over a program's icon. */
export function drawBadge(number: number, size: number): Buffer {
  const canvas = createCanvas(size);
  drawNumber(canvas, number, size, size / 14);
  return canvas.bitmap();
}

/** In the lower right corner, fourteen units high. */
function drawNumber(
  canvas: ReturnType<typeof createCanvas>,
  number: number,
  size: number,
  unit = size / trayIconSize,
): void {
  const text = number > 9 ? '9+' : String(number);
  const [across, gap] = [1.1 * unit, 2.2 * unit];
  const wide = text.length * 4 * across + (text.length - 1) * gap;
  const [right, top, bottom] = [size, size - 14 * unit, size];
  const left = right - Math.max(bottom - top, wide + 6 * unit);
  const around = 1.4 * unit;
  canvas.cut(slab(left - around, top - around, right + around, bottom + around, 7 * unit));
  canvas.fill(slab(left, top, right, bottom, 6 * unit), calling);
  const [startX, startY] = [(left + right - wide) / 2, (top + bottom) / 2 - 3 * 1.35 * unit];
  for (const [index, character] of text.split('').entries())
    for (const line of linesOf(character)) {
      const points = line.map(
        ([x, y]) =>
          [startX + index * (4 * across + gap) + x * across, startY + y * 1.35 * unit] as const,
      );
      canvas.fill(stroke(points, 1.7 * unit), ink);
    }
}
