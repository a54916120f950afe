// Searching in the window: the field and what it offers, results and the way to them.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { accept, completionAt } from '../../src/renderer/search/completion.ts';
import { useSearch } from '../../src/renderer/stores/search.ts';
import { useTimeline } from '../../src/renderer/stores/timeline.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { hostileTexts } from './support/hostile.ts';
import { settle } from './support/mountApp.ts';
import { placeTest, type PlaceTest } from './support/placeTest.ts';

const at = Date.UTC(2026, 1, 3, 9);
let app: PlaceTest;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  app = await placeTest(({ team, general, hardware, mara, wei }) => {
    for (let n = 1; n <= 45; n++) team.log(general.id, mara.id, `tide number ${n}`, at + n * 1000);
    team.log(hardware.id, wei.id, 'High Tide at the dock', at + 99_000);
  });
});
afterEach(() => app.close());

const everywhere = () => app.press({ key: 'F', code: 'KeyF', ctrlKey: true, shiftKey: true });
const here = () => app.press({ key: 'f', code: 'KeyF', ctrlKey: true });
const field = (): HTMLInputElement => app.find('search-input') as HTMLInputElement;
const excerpts = (): string[] => app.all('search-excerpt').map((one) => app.text(one));

/** Typed, and waited for as long as the window waits. */
async function look(text: string): Promise<void> {
  field().value = text;
  field().setSelectionRange(text.length, text.length);
  field().dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
  vi.advanceTimersByTime(200);
  await settle();
}

test('Ctrl+Shift+F searches everywhere, and shows where each was said', async () => {
  await everywhere();
  expect(document.activeElement).toBe(field());
  expect(app.find('search-start')).not.toBeNull();
  expect(app.find('search-here')).toBeNull();
  await look('tide');
  expect(app.heard('search.find')).toEqual([{ query: 'tide', next: null, limit: 20 }]);
  expect(excerpts()).toHaveLength(20);
  expect(excerpts()[0]).toBe('High Tide at the dock');
  expect(app.text(app.all('card-place')[0])).toBe('#hardware');
  expect(app.text(app.find('search-excerpt')?.querySelector('mark'))).toBe('Tide');
  expect(app.textOf('search-state')).toBe('The newest 20 results');
});

test('Ctrl+F searches here, until that is taken away', async () => {
  await here();
  expect(app.textOf('search-here')).toBe('in: #general');
  await look('tide at');
  expect(app.find('search-none')).not.toBeNull();
  await app.click('search-none-everywhere');
  vi.advanceTimersByTime(200);
  await settle();
  expect(app.find('search-here')).toBeNull();
  expect(excerpts()).toEqual(['High Tide at the dock']);
  await here();
  expect(app.textOf('search-here')).toBe('in: #general');
  await look('');
  await app.key('search-input', 'Backspace');
  expect(app.find('search-here')).toBeNull();
});

test('typing asks once, when the typist pauses', async () => {
  await everywhere();
  for (const text of ['t', 'ti', 'tid']) {
    field().value = text;
    field().dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
  }
  vi.advanceTimersByTime(200);
  await settle();
  expect(app.heard('search.find')).toEqual([{ query: 'tid', next: null, limit: 20 }]);
});

test('a late answer does not take the place of a newer one', async () => {
  await everywhere();
  const answers: (() => void)[] = [];
  const { handlers } = app.team.finding;
  app.team.instead['search.find'] = (input) =>
    new Promise((resolve) => answers.push(() => resolve(handlers['search.find'](input))));
  await look('number 44');
  await look('number 45');
  answers[1]?.();
  await settle();
  answers[0]?.();
  await settle();
  expect(excerpts()).toEqual(['tide number 45']);
});

test('more, as one asks for it or scrolls, each once', async () => {
  await everywhere();
  await look('number');
  await app.click('search-more');
  expect(excerpts()).toHaveLength(40);
  app.find('search-panel')?.dispatchEvent(new Event('scroll'));
  await settle();
  expect(excerpts()).toHaveLength(45);
  expect(new Set(excerpts()).size).toBe(45);
  expect(app.find('search-more')).toBeNull();
  expect(app.textOf('search-state')).toBe('45 results');
});

test('a click goes there, Enter goes to the first, arrows through them, Escape back to writing', async () => {
  await everywhere();
  await look('dock');
  await app.key('search-input', 'Enter');
  expect(useTimeline().conversation).toBe(app.lab.hardware.id);
  expect(app.find('search-panel')).not.toBeNull();
  expect(useTimeline().landing).toMatchObject({ at: 'row', seq: 1 });

  await everywhere();
  await look('number');
  await app.key('search-input', 'ArrowDown');
  expect(document.activeElement).toBe(app.all('card-open')[0]);
  await app.press({ key: 'ArrowDown' });
  await app.press({ key: 'ArrowDown' });
  expect(document.activeElement).toBe(app.all('card-open')[2]);
  await app.clickOn(document.activeElement);
  expect(useTimeline().landing).toMatchObject({ at: 'row', seq: 43 });
  app.all('card-open')[0]?.focus();
  await app.press({ key: 'ArrowUp' });
  expect(document.activeElement).toBe(field());
  await app.key('search-input', 'Escape');
  expect(app.find('search-panel')).toBeNull();
  expect(document.activeElement?.tagName).toBe('TEXTAREA');
});

test('what others wrote is text, never markup', async () => {
  const { general, mara } = app.lab;
  const hits = hostileTexts.map((text, n) => {
    const row = app.team.log(general.id, mara.id, text, at + n);
    const half = text.length >> 1;
    const parts = [text.slice(0, half), text.slice(half)];
    return { row, excerpt: parts.map((part, index) => ({ text: part, hit: index === 1 })) };
  });
  app.team.instead['search.find'] = () => ({ hits, next: null, missing: 0 });
  await everywhere();
  await look('anything');
  const shown = app.all('search-excerpt');
  expect(shown.map((one) => one.textContent)).toEqual([...hostileTexts]);
  for (const inside of shown.flatMap((one) => [...one.querySelectorAll('*')]))
    expect(inside.tagName).toBe('MARK');
  expect(window).not.toHaveProperty('hurt');
});

test('nothing found, a failure, and an index in the making each say so', async () => {
  await everywhere();
  await look('nowhere');
  expect(app.find('search-none')).not.toBeNull();
  app.team.instead['search.find'] = () => {
    throw new Refusal('STORAGE_BUSY', 'locked');
  };
  await look('tide');
  expect(app.textOf('search-panel')).toContain('The search did not work');
  delete app.team.instead['search.find'];
  app.team.finding.missing = 1200;
  await look('dock');
  expect(app.textOf('search-missing')).toBe('1200 older messages are still being indexed');
  app.team.finding.missing = 0;
  // It looks again by itself.
  vi.advanceTimersByTime(2000);
  await settle();
  expect(app.find('search-missing')).toBeNull();
});

test('another team begins with nothing', async () => {
  await everywhere();
  await look('tide');
  const other = app.lab.core.addTeam('Harbour');
  other.me = other.addPerson('Noor Vance').id;
  app.lab.core.changed();
  await settle();
  await app.press({ key: '2', code: 'Digit2', ctrlKey: true });
  expect(useSearch()).toMatchObject({ text: '', hits: [], answered: null });
});

describe('what the field offers', () => {
  const offered = (): (string | undefined)[] =>
    app.all('search-offer').map((one) => one.dataset['insert']);

  test('people, by keys alone', async () => {
    await everywhere();
    await look('dock from:we');
    expect(offered()).toEqual(['from:"Wei Chen 陈伟" ']);
    await app.key('search-input', 'Enter');
    expect(field().value).toBe('dock from:"Wei Chen 陈伟" ');
    expect(app.find('search-offer')?.offsetParent ?? null).toBeNull();
    await look('from:no');
    expect(offered()).toEqual(['from:me ']);
  });

  test('channels, fixed words, days; Escape leaves the list and not the search', async () => {
    await everywhere();
    await look('in:');
    expect(offered()).toEqual(['in:general ', 'in:hardware ', 'in:"Mara Lind" ']);
    await app.key('search-input', 'ArrowDown');
    await app.key('search-input', 'Tab');
    expect(field().value).toBe('in:hardware ');
    await look('has:');
    expect(offered()).toEqual(['has:link ', 'has:code ', 'has:reaction ']);
    await look('-is:un');
    expect(offered()).toEqual(['-is:unread ']);
    await look('before:y');
    expect(offered()).toContain('before:yesterday ');
    await app.key('search-input', 'Escape');
    expect(offered()).toEqual([]);
    expect(app.find('search-panel')).not.toBeNull();
  });

  test('the beginning of a filter does not take Enter from a word', async () => {
    await everywhere();
    await look('i');
    expect(offered()).toEqual(['in:', 'is:']);
    await app.key('search-input', 'Enter');
    expect(field().value).toBe('i');
    await everywhere();
    await look('is');
    await look('i');
    await app.key('search-input', 'ArrowDown');
    await app.key('search-input', 'Enter');
    expect(field().value).toBe('in:');
  });

  test('a filter to begin with, from the empty panel', async () => {
    await everywhere();
    await app.click('search-filter-from');
    expect(field().value).toBe('from:');
    expect(offered()).toHaveLength(3);
  });

  test('only the piece at the caret is completed', () => {
    const known = {
      people: app.team.people,
      conversations: [],
      me: '',
      today: new Date(2026, 1, 3),
    };
    const text = 'from:mar dock';
    const completion = completionAt(text, 8, known);
    expect(completion).toMatchObject({ start: 0, end: 8 });
    const [offer] = completion.offers;
    expect(offer && accept(text, completion, offer)).toEqual({
      text: 'from:"Mara Lind" dock',
      caret: 17,
    });
    expect(completionAt(text, 13, known).offers).toEqual([]);
    expect(completionAt('after:2026-0', 12, known).offers.map(({ insert }) => insert)).toEqual([
      'after:2026-01-27 ',
      'after:2026-02-01 ',
      'after:2026-01-01 ',
    ]);
  });
});
