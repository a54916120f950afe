// The app lock by itself: its code on the disk, and what wrong tries cost.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { jsonFile } from '../../../src/core/jsonFile.ts';
import { createLock, LockFile } from '../../../src/core/lock/lock.ts';
import { pauseAfter, pauseLeft } from '../../../src/core/lock/tries.ts';
import { LockCode, type LockState } from '../../../src/shared/lock.ts';
import { testFolder } from '../../support/folder.ts';

afterEach(() => vi.useRealTimers());

function openLock(folder = testFolder()) {
  const path = join(folder, 'lock.json');
  const told: LockState[] = [];
  const lock = createLock({
    file: jsonFile(path, LockFile, (failure) => expect(failure).toBeUndefined()),
    changed: (state) => told.push(state),
    log: () => undefined,
    cost: 2 ** 10,
  });
  return { lock, told, path, again: () => openLock(folder) };
}
const wrong = { code: 'FORBIDDEN', details: { field: 'code' } };

it('is open until there is a code, and shut at every start from then on', async () => {
  const first = openLock();
  first.lock.lock();
  expect(first.lock.locked).toBe(false);
  await first.lock.set('', '2468');
  expect(first.told.at(-1)).toEqual({
    on: true,
    locked: false,
    after: 5,
    withScreen: true,
    retryAt: null,
  });
  first.lock.lock();
  expect(first.lock.locked).toBe(true);
  const { lock } = first.again();
  expect(lock.locked).toBe(true);
  await expect(lock.unlock('2469')).rejects.toMatchObject(wrong);
  expect(lock.locked).toBe(true);
  await lock.unlock('2468');
  expect(lock.locked).toBe(false);
});

it('keeps nothing of the code, and of an earlier one not even its hash', async () => {
  const { lock, path } = openLock();
  await lock.set('', '135790');
  const before = LockFile.parse(JSON.parse(readFileSync(path, 'utf8'))).code;
  await lock.set('135790', 'correct horse');
  for (const file of [path, `${path}.bak`]) {
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain('135790');
    expect(text).not.toContain('horse');
    expect(text).not.toContain(before.hash);
  }
});

it('asks for the code before it is changed or taken away', async () => {
  const { lock, again } = openLock();
  await lock.set('', '2468');
  await expect(lock.set('', '1357')).rejects.toMatchObject(wrong);
  await expect(lock.set('1357', null)).rejects.toMatchObject(wrong);
  await lock.set('2468', null);
  expect(again().lock.state().on).toBe(false);
  await expect(lock.choose({ after: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('makes wrong tries wait, over a restart, and forgets them with the right one', async () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
  const first = openLock();
  await first.lock.set('', '2468');
  first.lock.lock();
  for (let tries = 1; tries <= 5; tries++)
    await expect(first.lock.unlock('1111')).rejects.toMatchObject(wrong);
  expect(first.told.at(-1)?.retryAt).toBe(1_030_000);
  const second = first.again();
  expect(second.lock.state().retryAt).toBe(1_030_000);
  // Not even the right one.
  await expect(second.lock.unlock('2468')).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    details: { retryAfterMs: 30_000 },
  });
  vi.setSystemTime(1_030_000);
  await expect(second.lock.unlock('1111')).rejects.toMatchObject(wrong);
  expect(second.lock.state().retryAt).toBe(1_090_000);
  vi.setSystemTime(1_090_000);
  await second.lock.unlock('2468');
  second.lock.lock();
  await expect(second.lock.unlock('1111')).rejects.toMatchObject(wrong);
  expect(second.lock.state().retryAt).toBeNull();
});

it('counts a try before it is looked at', async () => {
  const { lock, again } = openLock();
  await lock.set('', '2468');
  lock.lock();
  for (let tries = 1; tries <= 4; tries++)
    await expect(lock.unlock('1111')).rejects.toMatchObject(wrong);
  const under = lock.unlock('1111').catch(() => undefined);
  await expect(lock.unlock('2468')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await under;
  expect(again().lock.state().retryAt).not.toBeNull();
});

it('never waits longer than an hour, whatever the clock was set to', () => {
  expect([4, 5, 6, 100].map(pauseAfter)).toEqual([0, 30_000, 60_000, 3_600_000]);
  expect(pauseLeft({ tries: 5, until: 10_000_000 }, 0)).toBe(30_000);
  expect(pauseLeft({ tries: 5, until: 1000 }, 2000)).toBe(0);
});

it('takes PINs and passphrases', () => {
  const fits = (code: string) => LockCode.safeParse(code).success;
  expect(['1234', '123456789012', 'eight ch', '密码密码密码密码'].map(fits)).not.toContain(false);
  expect(['', '123', 'abc', 'seven c'].map(fits)).not.toContain(true);
});

it('is the same code however it was typed', async () => {
  const { lock } = openLock();
  await lock.set('', 'caf\u00e9 noir');
  lock.lock();
  await lock.unlock('cafe\u0301 noir');
  expect(lock.locked).toBe(false);
});
