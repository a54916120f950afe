// Days of 23 and of 25 hours, and a computer that travels: TZ may be changed in a running process, as
// a desktop changes the zone of a running app.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromField, laterThan, localField } from '../../src/renderer/composer/later.ts';
import { endOf } from '../../src/renderer/spans.ts';
import { useClock } from '../../src/renderer/stores/clock.ts';
import { dayBefore, dayKey } from '../../src/renderer/timeline/layout.ts';
import { settle } from './support/mountApp.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

const hour = 3_600_000;
const before = process.env['TZ'];
function live(zone: string | undefined): void {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
}
beforeEach(() => live('Europe/Berlin'));
afterEach(() => live(before));
const at = (time: string): number => new Date(time).getTime();

/** In Berlin, 2026-03-29 has no 02:30, and 2026-10-25 has two. */
describe('where the clock is set', () => {
  it('the day before is the calendar’s', () => {
    expect(dayKey(dayBefore(at('2026-03-30T00:30')))).toBe('2026-3-29');
    expect(dayKey(dayBefore(at('2026-10-25T23:30')))).toBe('2026-10-24');
    expect(dayKey(dayBefore(at('2026-01-01T00:00')))).toBe('2025-12-31');
  });

  it('until tomorrow ends in the morning, by the clock on the wall', () => {
    for (const [evening, morning, hours] of [
      ['2026-03-28T20:00', '2026-03-29T08:00', 11],
      ['2026-10-24T20:00', '2026-10-25T08:00', 13],
    ] as const) {
      const end = endOf('tomorrow', at(evening));
      expect([end, (end - at(evening)) / hour]).toEqual([at(morning), hours]);
    }
  });

  it('a message for tomorrow goes at nine, and a field says what it was told', () => {
    for (const [evening, morning] of [
      ['2026-03-28T20:00', '2026-03-29T09:00'],
      ['2026-10-24T20:00', '2026-10-25T09:00'],
    ] as const) {
      const [tomorrow] = laterThan(at(evening)).filter(({ key }) => key === 'tomorrow');
      expect(tomorrow?.at).toBe(at(morning));
      expect(fromField(localField(at(morning)))).toBe(at(morning));
    }
    // A time that is none is the next there is, and never the day before.
    expect(fromField('2026-03-29T02:30')).toBe(at('2026-03-29T03:30'));
  });
});

describe('the window', () => {
  let app: TalkTest;
  afterEach(() => app.close());
  /** And the window looks at the clock. */
  async function travel(zone: string): Promise<void> {
    live(zone);
    useClock().now = new Date();
    await settle();
  }
  const days = () => app.all('day').map((day) => app.text(day));
  const times = () => [...document.querySelectorAll('.message-time')].map((time) => app.text(time));

  it('begins each day at midnight, also days of 23 and 25 hours', async () => {
    const said = ['03-28T23:59', '03-29T00:01', '03-29T23:59', '03-30T00:01', '10-24T23:59'];
    const more = ['10-25T00:01', '10-25T23:59', '10-26T00:01'];
    app = await talkTest(({ team, general, mara }) => {
      for (const time of [...said, ...more])
        team.log(general.id, mara.id, time, at(`2026-${time}`));
    });
    expect(days()).toHaveLength(6);
  });

  it('goes with the computer into another time zone', async () => {
    const late = at('2025-06-01T23:30');
    app = await talkTest(({ team, general, mara, noor }) => {
      team.log(general.id, mara.id, 'evening', late);
      team.log(general.id, noor.id, 'night', late + hour);
    });
    expect(days()).toHaveLength(2);
    const home = times();
    await travel('America/New_York');
    expect(days()).toHaveLength(1);
    expect(times()).toHaveLength(home.length);
    expect(times()).not.toEqual(home);
    await travel('Europe/Berlin');
    expect([days().length, times()]).toEqual([2, home]);
  });
});
