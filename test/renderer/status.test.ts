// How one is: status, do not disturb, read receipts; and what makes the window easier to read.
import { afterEach, describe, expect, it } from 'vitest';
import { endOf } from '../../src/renderer/spans.ts';
import { useUi } from '../../src/renderer/stores/ui.ts';
import { placeTest, type PlaceTest } from './support/placeTest.ts';
import { settle } from './support/mountApp.ts';

const hour = 3_600_000;

describe('spans', () => {
  const evening = new Date(2026, 10, 20, 22, 15).getTime();
  it.each([
    ['halfHour', new Date(2026, 10, 20, 22, 45)],
    ['fourHours', new Date(2026, 10, 21, 2, 15)],
    ['today', new Date(2026, 10, 20, 23, 59, 59, 999)],
    ['tomorrow', new Date(2026, 10, 21, 8)],
  ] as const)('%s ends at %s', (span, end) => {
    expect(endOf(span, evening)).toBe(end.getTime());
  });
  it('tomorrow after the last of a month is the first', () => {
    expect(endOf('tomorrow', new Date(2026, 11, 31, 12).getTime())).toBe(
      new Date(2027, 0, 1, 8).getTime(),
    );
  });
});

describe('the status', () => {
  let page: PlaceTest;
  afterEach(() => page.close());

  it('is set with words and an end', async () => {
    page = await placeTest();
    await page.openMenu('team-menu');
    expect(page.textOf('own-status')).toBe('Set a status');
    await page.click('status-open');
    const before = Date.now();
    await page.type('status-text', ' In a meeting ');
    await page.choose('status-span', 'hour');
    await page.submit('status-text');
    const [heard] = page.heard('status.set') as { status: { text: string; until: number } }[];
    expect(heard?.status).toMatchObject({ emoji: null, text: 'In a meeting' });
    expect(heard?.status.until).toBeGreaterThanOrEqual(before + hour);
    expect(useUi().dialog).toBeNull();
    await page.openMenu('team-menu');
    expect(page.textOf('own-status')).toBe('In a meeting');
  });

  it('is quickly one of the usual ones', async () => {
    page = await placeTest();
    await page.show('status');
    await page.click('status-usual');
    expect(page.find('status-text')).toHaveProperty('value', 'In a meeting');
    await page.submit('status-text');
    expect(page.heard('status.set')).toMatchObject([{ status: { emoji: '📅' } }]);
  });

  it('keeps its end when only the words change, and can be cleared', async () => {
    const until = Date.now() + hour;
    page = await placeTest(({ noor }) => (noor.status = { emoji: '🍜', text: 'Lunch', until }));
    await page.show('status');
    await page.type('status-text', 'Long lunch');
    await page.submit('status-text');
    await page.show('status');
    await page.click('status-clear');
    expect(page.heard('status.set')).toEqual([
      { status: { emoji: '🍜', text: 'Long lunch', until } },
      { status: null },
    ]);
  });

  it('says what cannot be a status', async () => {
    page = await placeTest();
    await page.show('status');
    await page.type('status-text', 'x'.repeat(81));
    expect(page.textOf('error-text')).toContain('80 characters');
    expect(page.find('status-save')).toHaveProperty('disabled', true);
  });

  it('stands on the card of a person, with its end', async () => {
    page = await placeTest(({ mara }) => {
      mara.status = { emoji: '🌴', text: 'On holiday', until: null };
      mara.dndUntil = Date.now() + hour;
    });
    await page.show('person', page.lab.mara.id);
    expect(page.textOf('person-status')).toBe('🌴 On holiday');
    expect(page.textOf('person-quiet')).toContain('Do not disturb · Until');
    expect(page.textOf('person-state')).toBe('Owner · Online, do not disturb');
  });
});

describe('do not disturb', () => {
  let page: PlaceTest;
  afterEach(() => page.close());

  it('begins and ends at once, and oneself sees it', async () => {
    page = await placeTest();
    await page.show('status');
    await page.click('quiet-halfHour');
    const [heard] = page.heard('dnd.set') as { until: number }[];
    expect(heard?.until).toBeGreaterThan(Date.now() + hour / 2 - 60_000);
    expect(page.textOf('quiet-state')).toContain('On until');
    expect(page.find('own-quiet')).not.toBeNull();
    await page.click('quiet-off');
    expect(page.heard('dnd.set').at(-1)).toEqual({ until: null });
    expect(page.find('own-quiet')).toBeNull();
  });

  it('is a sign on the picture, not only a colour', async () => {
    page = await placeTest(({ mara }) => (mara.dndUntil = Date.now() + hour));
    expect(page.item(page.lab.direct.id)?.querySelector('.dot.dnd')).not.toBeNull();
    page.team.places.changePerson({ dndUntil: null }, page.lab.mara.id);
    await settle();
    expect(page.item(page.lab.direct.id)?.querySelector('.dot.dnd')).toBeNull();
  });
});

describe('the settings', () => {
  let page: PlaceTest;
  afterEach(() => page.close());

  it('make text larger, contrast stronger and motion less, at once', async () => {
    page = await placeTest();
    const root = document.documentElement;
    expect([root.style.fontSize, root.dataset['contrast'], root.dataset['motion']]).toEqual([
      '100%',
      'system',
      'system',
    ]);
    await page.show('settings');
    await page.choose('settings-text-size', '200');
    await page.choose('settings-contrast', 'more');
    await page.choose('settings-motion', 'less');
    expect([root.style.fontSize, root.dataset['contrast'], root.dataset['motion']]).toEqual([
      '200%',
      'more',
      'less',
    ]);
    expect(page.lab.core.settings).toMatchObject({
      textSize: 200,
      contrast: 'more',
      motion: 'less',
    });
  });

  it('switch off that others see how far one has read', async () => {
    page = await placeTest();
    await page.show('settings', 'privacy');
    await page.choose('settings-receipts', 'off');
    expect(page.heard('receipts.set')).toEqual([{ on: false }]);
    expect(page.find('settings-receipts')).toHaveProperty('value', 'off');
  });
});

describe('everybody', () => {
  let page: PlaceTest;
  afterEach(() => page.close());

  it('is a list that every member reaches and searches', async () => {
    page = await placeTest();
    await page.openMenu('team-menu');
    await page.click('people-open');
    await page.type('people-find', '陈');
    const list = document.querySelector('[role="dialog"]');
    expect(
      [...(list?.querySelectorAll('[data-person]') ?? [])].map((one) =>
        one.getAttribute('data-person'),
      ),
    ).toEqual([page.lab.wei.id]);
  });
});
