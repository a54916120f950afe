// A computer that slept for a day: what was set "until then" is over soon after it is awake.
import { afterEach, expect, it, vi } from 'vitest';
import { createPeopleRows } from '../../src/core/peopleRows.ts';
import { createPresences } from '../../src/core/presence.ts';
import { createTotals, type Totals } from '../../src/core/totals.ts';
import type { RunDatabase } from '../../src/core/db/thread.ts';

const hour = 3_600_000;
const day = 24 * hour;
afterEach(() => vi.useRealTimers());

it('nobody is quiet or has a status any longer, and that is told', async () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const status = { emoji: '🍜', text: 'noodles', until: Date.now() + hour };
  const stored = [{ id: 'mara', dndUntil: Date.now() + 8 * hour, status }];
  const changed = vi.fn<() => void>();
  const database = (async () => stored) as unknown as RunDatabase;
  const people = createPeopleRows(database, createPresences(), changed);
  expect(await people.list()).toMatchObject([{ dndUntil: expect.any(Number), status }]);

  // Asleep, timers stand still.
  vi.setSystemTime(Date.now() + day);
  expect(changed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(30_000);
  expect(changed).toHaveBeenCalledTimes(1);
  expect(await people.list()).toMatchObject([{ dndUntil: null, status: null }]);
  // Nothing is left to wait for.
  expect(vi.getTimerCount()).toBe(0);
});

it('what was muted counts again', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const told: Totals[] = [];
  const totals = createTotals({
    db: (async () => 0) as unknown as RunDatabase,
    counted: (now) => told.push(now),
    failed: (error) => expect(error).toBeUndefined(),
  });
  totals.put([{ id: 'general', unread: 3, mentions: 1, mutedUntil: Date.now() + hour }]);
  expect(told.at(-1)).toMatchObject({ unread: 0, mentions: 0 });
  vi.setSystemTime(Date.now() + day);
  vi.advanceTimersByTime(30_000);
  expect(told.at(-1)).toMatchObject({ unread: 3, mentions: 1 });
  totals.stop();
});
