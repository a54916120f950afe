// How often is asked: a clock of our own, so that nothing has to be waited for.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPollPace } from '../../../src/core/transport/pollPace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Milliseconds until a pause is over, while `meanwhile` happens every 100 of them. */
async function lengthOf(pause: Promise<void>, meanwhile: () => void = () => undefined) {
  let over = false;
  void pause.then(() => (over = true));
  for (let ms = 0; ; ms += 50) {
    await Promise.resolve();
    if (over) return ms;
    if (ms % 100 === 0) meanwhile();
    await vi.advanceTimersByTimeAsync(50);
  }
}

test('a quiet conversation is asked for every two seconds, a busy one four times a second', async () => {
  const pace = createPollPace(false);
  expect(await lengthOf(pace.pause())).toBe(2000);
  pace.busy();
  expect(await lengthOf(pace.pause())).toBe(250);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await lengthOf(pace.pause())).toBe(2000);
});

test('what is sent shortens a pause, and who goes on sending does not put it off', async () => {
  const pace = createPollPace(false);
  expect(await lengthOf(pace.pause(), pace.busy)).toBeLessThanOrEqual(300);
});

test('a pause that the server asked for is kept to', async () => {
  const pace = createPollPace(false);
  expect(await lengthOf(pace.pause(3000), pace.busy)).toBe(3000);
});

test('who waits for answers asks again at once, but not without bound', async () => {
  const pace = createPollPace(true);
  let waited = 0;
  for (let n = 0; n < 80; n++) waited += await lengthOf(pace.pause());
  expect(waited).toBeGreaterThan(3000);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await lengthOf(pace.pause())).toBeLessThanOrEqual(50);
});

test('the end ends every pause', async () => {
  const pace = createPollPace(false);
  const pause = pace.pause();
  pace.stop();
  await pause;
  await pace.pause();
  expect(vi.getTimerCount()).toBe(0);
});
