// The tray's pictures: each state is another, sharp at every scale, and see-through around the tile.
import { expect, it } from 'vitest';
import { drawBadge, drawTrayIcon, type Look } from '../../src/main/tray/icon.ts';

const marks: Look['mark'][] = ['none', 'dot', 'quiet', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const looks = [true, false].flatMap((connected) =>
  [true, false].flatMap((dark) => marks.map((mark): Look => ({ connected, dark, mark }))),
);

it.each([16, 22, 33, 44, 66])('has a picture of its own for each state at %i', (size) => {
  const pictures = looks.map((look) => drawTrayIcon(look, size));
  expect(pictures.every((picture) => picture.length === size * size * 4)).toBe(true);
  expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(looks.length);
});

it('is premultiplied, and clear in its corners', () => {
  for (const look of looks) {
    const picture = drawTrayIcon(look, 44);
    expect(picture[3]).toBe(0);
    const brighter = picture.findIndex((part, at) => part > (picture[at - (at % 4) + 3] ?? 0));
    expect(brighter).toBe(-1);
  }
});

it('has no colour while nothing is connected', () => {
  const picture = drawTrayIcon({ connected: false, dark: false, mark: 'none' }, 22);
  for (let at = 0; at < picture.length; at += 4) {
    const [blue = 0, green = 0, red = 0] = picture.subarray(at, at + 3);
    expect(Math.max(blue, green, red) - Math.min(blue, green, red)).toBeLessThan(12);
  }
});

it('draws sharp bars: whole pixels at the usual size', () => {
  const picture = drawTrayIcon({ connected: true, dark: false, mark: 'none' }, 22);
  const row = [...picture.subarray(11 * 22 * 4, 12 * 22 * 4)].filter((_part, at) => at % 4 === 2);
  expect(new Set(row)).toEqual(new Set([0, 13, 255]));
});

it('says more than nine as 9+', () => {
  expect(drawBadge(10, 32)).toEqual(drawBadge(2_000_000, 32));
  expect(drawBadge(9, 32)).not.toEqual(drawBadge(10, 32));
});
