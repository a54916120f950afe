// The steps of the zoom, and the one switch that Lanline understands.
import { expect, it } from 'vitest';
import { startsHidden } from '../../src/main/hiddenStart.ts';
import { nextZoom, zoomSteps } from '../../src/main/zoomSteps.ts';

it('goes from step to step and stops at both ends', () => {
  for (const [index, step] of zoomSteps.entries()) {
    expect(nextZoom(step, 1)).toBe(zoomSteps[index + 1] ?? 300);
    expect(nextZoom(step, -1)).toBe(zoomSteps[index - 1] ?? 50);
  }
  expect(nextZoom(105, 1)).toBe(110);
  expect(nextZoom(105, -1)).toBe(100);
});

it('hides a start only for the switch itself, before what is not for the program', () => {
  expect(startsHidden(['/opt/lanline', '--hidden'])).toBe(true);
  expect(startsHidden(['/opt/lanline', '--', '--hidden'])).toBe(false);
  expect(startsHidden(['--hidden=1', 'lanline://x?--hidden', '-hidden'])).toBe(false);
});
