// Where a window opens, and what becomes of a file that does not say so.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { minimumSize, placeWindow, readWindowState } from '../../src/main/windowState.ts';
import type { Failure } from '../../src/shared/errors.ts';
import { testFolder } from '../support/folder.ts';

const laptop = { x: 0, y: 30, width: 1440, height: 870 };
const second = { x: 1440, y: 0, width: 1920, height: 1080 };
const state = { x: 1500, y: 100, width: 1000, height: 700, maximised: false };
const usual = { width: 1180, height: 760 };
const bounds = { x: 1500, y: 100, width: 1000, height: 700 };

it('keeps a window where it was', () => {
  expect(placeWindow(state, [laptop, second], usual)).toEqual(bounds);
});

it('centres a window whose display is gone', () => {
  expect(placeWindow(state, [laptop], usual)).toEqual({ x: 220, y: 115, width: 1000, height: 700 });
});

it('centres a window that could not be grabbed', () => {
  const above = { ...state, x: 100, y: -40 };
  const aside = { ...state, x: -950, y: 100 };
  for (const lost of [above, aside]) {
    expect(placeWindow(lost, [laptop], usual)).toEqual({
      x: 220,
      y: 115,
      width: 1000,
      height: 700,
    });
  }
});

it('fits the display, even one smaller than the window may be', () => {
  const tiny = { x: 0, y: 0, width: 300, height: 200 };
  expect(placeWindow({ ...state, width: 9000, height: 9000 }, [laptop], usual)).toEqual(laptop);
  expect(placeWindow(state, [tiny], usual)).toEqual(tiny);
  const { width, height } = placeWindow(
    { ...state, width: 10, height: 10 },
    [laptop, second],
    usual,
  );
  expect({ width, height }).toEqual(minimumSize);
});

it('opens in the middle when nothing is known', () => {
  expect(placeWindow(null, [laptop], usual)).toEqual({ x: 130, y: 85, width: 1180, height: 760 });
});

function read(text: string | null) {
  const file = join(testFolder(), 'window.json');
  if (text !== null) writeFileSync(file, text);
  const told: Failure[] = [];
  const found = readWindowState(
    file,
    () => undefined,
    (failure) => told.push(failure),
  );
  return { file, found, told };
}

it.each([
  ['garbage', '\0\u0001\0'],
  ['half a file', '{"x": 1, "y":'],
  ['nothing at all', ''],
  ['something else', '[]'],
  ['a window without a size', '{"x":0,"y":0,"maximised":false}'],
  ['a huge one', JSON.stringify({ ...state, width: 1e9 })],
  ['one that is nowhere', '{"x":null,"y":0,"width":500,"height":500,"maximised":false}'],
  ['a zoom that nobody can choose', JSON.stringify({ ...state, zoom: 0 })],
])('sets %s aside, and says so', (_what, text) => {
  const { file, found, told } = read(text);
  expect(found).toBeNull();
  expect(told).toMatchObject([{ code: 'SETTINGS_DAMAGED', field: 'window' }]);
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(text);
});

it('takes a file of before, and says nothing where there is none', () => {
  expect(read(JSON.stringify(state))).toMatchObject({ found: { ...state, zoom: 100 }, told: [] });
  expect(read(null)).toMatchObject({ found: null, told: [] });
});
