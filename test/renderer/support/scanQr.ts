// Reads a drawn QR code as a camera would: its path becomes pixels, the pixels a text.
import jsQR from 'jsqr';

/** Pixels of one module. */
const scale = 4;

/** The text in the code, or undefined where a reader finds none. */
export function scanQr(svg: Element | null): string | undefined {
  const side = Number(svg?.getAttribute('viewBox')?.split(' ')[2] ?? 0) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  const path = svg?.querySelector('.ink')?.getAttribute('d') ?? '';
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let line = 0; line < scale; line++) {
      const from = (Number(y) * scale + line) * side + Number(x) * scale;
      // Black, and as opaque as before.
      for (let at = from; at < from + Number(run) * scale; at++) pixels.fill(0, at * 4, at * 4 + 3);
    }
  return jsQR(pixels, side, side)?.data;
}
