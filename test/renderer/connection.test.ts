// Settings > Connection: the line in words, its round trips, and the ways there are.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chartTop, figuresOf, roundTop } from '../../src/renderer/connection/figures.ts';
import { pathsOf } from '../../src/renderer/connection/line.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { Way } from '../../src/shared/ways.ts';
import { makeLab } from './support/lab.ts';
import { settle } from './support/mountApp.ts';
import { openDialog, type Page } from './support/openDialog.ts';

let lab: ReturnType<typeof makeLab>;
let page: Page;
beforeEach(() => (lab = makeLab()));
afterEach(() => page.close());

const live = (way: Way, rttMs: number | null) =>
  ({ state: 'live', way, rttMs, waiting: 0 }) as const;
const open = async () => (page = await openDialog(lab.core, 'settings', 'connection'));
const row = (way: Way) => page.all('way-row').find(({ dataset }) => dataset['way'] === way);
const cells = (way: Way) =>
  [...(row(way)?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent.trim());
async function pick(id: string): Promise<void> {
  const radio = page.find(id) as HTMLInputElement;
  radio.checked = true;
  radio.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

describe('the line', () => {
  it.each([
    ['websocket', 'live', 'WebSocket · 1.2 ms'],
    ['plain', 'live', 'Plain WebSocket · 1.2 ms'],
    ['polling', 'slow', 'Long polling · 1.2 ms'],
    ['stream', 'slow', 'Event stream · 1.2 ms'],
    ['longPoll', 'slow', 'Plain long polling · 1.2 ms'],
    ['poll', 'slow', 'Short polling · 1.2 ms'],
  ] as const)('by %s is %s', async (way, state, text) => {
    lab.team.link = live(way, 1.2);
    await open();
    expect(page.find('line')?.dataset['state']).toBe(state);
    expect(page.text('line')).toBe(text);
    expect(page.text('connection-short')).toBe(text);
  });

  it('opens the page that explains it', async () => {
    page = await openDialog(lab.core, 'keys');
    page.find('line')?.closest('button')?.click();
    await settle();
    expect(page.find('ways-try-all')).not.toBeNull();
    expect(document.body.textContent).toContain('tulip-anchor-maple-seven');
  });
});

describe('round trips', () => {
  it('are measured while the page is open, and said in figures', async () => {
    await open();
    expect(lab.team.ways.watched).toBe(true);
    expect(page.text('trips-median')).toContain('–');
    for (const ms of [2, 4, 3, 3.2, 40]) lab.team.setLink(live('websocket', ms));
    // What waits is told, too, and is no measurement.
    lab.team.setLink({ ...live('websocket', 40), waiting: 2 });
    await settle();
    expect(page.text('trips-now')).toBe('Now40 ms');
    expect(page.text('trips-median')).toBe('Median3.2 ms');
    expect(page.text('trips-p95')).toBe('95th percentile40 ms');
    expect(page.text('trips-most')).toBe('Slowest40 ms');
    const chart = page.find('trips-chart');
    expect(chart?.getAttribute('aria-label')).toContain('Now 40 ms, median 3.2 ms');
    expect(chart?.querySelector('.line')?.getAttribute('d')?.match(/[ML]/g)).toHaveLength(5);
    await page.show('keys');
    expect(lab.team.ways.watched).toBe(false);
  });

  it('have nothing to say without a connection', async () => {
    lab.team.link = { state: 'offline', reason: null, retryAt: null, waiting: 0 };
    await open();
    expect(page.text('trips-chart')).toContain('Without a connection');
    expect(page.text('trips-now')).toBe('Now–');
    expect(page.find('line-retry')).not.toBeNull();
  });

  it('that cannot be watched say so', async () => {
    lab.core.instead['link.watch'] = () => {
      throw new Refusal('INTERNAL', 'no');
    };
    await open();
    expect(page.text('error-text')).toContain('could not be measured');
  });

  it('become figures, a height, and a line with gaps', () => {
    expect(figuresOf([])).toBeNull();
    expect(figuresOf([5])).toEqual({ now: 5, median: 5, p95: 5, most: 5 });
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1);
    expect(figuresOf(hundred)).toEqual({ now: 100, median: 50, p95: 95, most: 100 });
    expect([0.2, 1.2, 2.1, 9, 40, 41, 5000].map(roundTop)).toEqual([1, 2, 4, 10, 40, 100, 10000]);
    expect([[], [1, 1.4], [3, 3, 3, 3], [50, 60]].map(chartTop)).toEqual([2, 2, 4, 100]);
    // One that took long does not hide the others.
    expect(chartTop([...Array.from({ length: 20 }, () => 1.2), 300])).toBe(10);
    const samples = [
      { at: 1000, ms: 1 },
      { at: 2000, ms: 2 },
      { at: 9000, ms: 4 },
    ];
    const { line, ground } = pathsOf(samples, { now: 10_000, spanMs: 10_000, top: 4 });
    expect(line).toBe('M0.1 0.75L0.2 0.5M0.9 0h0');
    expect(ground).toBe('M0.1 1L0.1 0.75L0.2 0.5L0.2 1ZM0.9 1L0.9 0L0.9 1Z');
  });
});

describe('the ways', () => {
  it('stand in a table with what is known of each', async () => {
    await open();
    expect(page.all('way-row').map(({ dataset }) => dataset['way'])).toEqual(Way.options);
    expect(cells('websocket')).toEqual(['In use', '–', '–', '–', 'Try']);
    expect(cells('stream')).toEqual(['Not tried yet', '–', '–', '–', 'Try']);
  });

  it('are tried, one alone or all in turn', async () => {
    lab.team.ways.blocked.set('plain', { code: 'TIMEOUT', message: 'slow' });
    await open();
    await page.click('try-stream');
    expect(cells('stream')).toEqual(['Works', '4.5 ms', '14 ms', '1,200', 'Try']);
    expect(page.text('ways-said')).toBe('Event stream works: 4.5 ms in the median.');
    await page.click('try-plain');
    expect(cells('plain')[0]).toBe('Blocked');
    expect(row('plain')?.textContent).toContain('No answer came in time');
    await page.click('ways-try-all');
    await settle();
    await settle();
    await settle();
    expect(page.heard('link.try').slice(2)).toEqual(Way.options.map((way) => ({ way })));
    expect(page.text('ways-said')).toBe('All ways were tried: 5 of 6 work.');
    expect(cells('websocket')[0]).toBe('In use');
  });

  it('show which one is tried, and stop after it', async () => {
    const ends: (() => void)[] = [];
    lab.core.instead['link.try'] = ({ way }) =>
      new Promise((resolve) => {
        const trial = { medianMs: 1, p95Ms: 2, bytesPerMessage: 3, samples: [1] };
        ends.push(() => resolve({ way, state: 'works', error: null, trial }));
      });
    await open();
    await page.click('ways-try-all');
    expect(page.text('ways-said')).toBe('Trying WebSocket: 1 of 6');
    expect(cells('websocket')[0]).toBe('Trying…');
    expect(page.disabled('try-poll')).toBe(true);
    await page.click('ways-stop');
    ends[0]?.();
    await settle();
    expect(ends).toHaveLength(1);
    expect(page.find('ways-try-all')).not.toBeNull();
  });

  it('are chosen in two steps: the arrow keys alone change nothing', async () => {
    await open();
    await pick('way-polling');
    expect(page.heard('link.force')).toEqual([]);
    await page.click('way-leave');
    expect((page.find('way-best') as HTMLInputElement).checked).toBe(true);
    await pick('way-longPoll');
    expect(page.text('way-apply')).toBe('Use only Plain long polling');
    await page.click('way-apply');
    expect(page.heard('link.force')).toEqual([{ way: 'longPoll' }]);
    expect(page.find('way-apply')).toBeNull();
    expect(cells('longPoll')[0]).toBe('In use');
    expect(document.body.textContent).toContain('Only Plain long polling is used here');
    await page.click('way-free');
    expect(page.heard('link.force').at(-1)).toEqual({ way: null });
  });

  it('warn of a choice that did not work, and say what a forced way means offline', async () => {
    lab.team.ways.blocked.set('websocket', { code: 'UNREACHABLE', message: 'no' });
    lab.team.link = live('polling', 3);
    await open();
    await page.click('try-websocket');
    await pick('way-websocket');
    expect(document.body.textContent).toContain('this way did not get through');
    await page.click('way-apply');
    lab.team.setLink({ state: 'offline', reason: null, retryAt: null, waiting: 0 });
    await settle();
    expect(document.body.textContent).toContain('it does not get through now');
  });

  it('that cannot be read, or tried, say so', async () => {
    lab.core.instead['link.ways'] = () => {
      throw new Refusal('INTERNAL', 'no');
    };
    await open();
    expect(document.body.textContent).toContain('The ways could not be read');
    delete lab.core.instead['link.ways'];
    document.querySelector<HTMLElement>('.error-state button')?.click();
    await settle();
    lab.core.instead['link.try'] = () => {
      throw new Refusal('RATE_LIMITED', 'slow down', { retryAfterMs: 4000 });
    };
    await page.click('try-poll');
    expect(page.text('error-text')).toBe(
      'Short polling could not be tried: That was a lot at once. Try again in 4 s.',
    );
  });

  it('are not tried where it is not known who answers', async () => {
    lab.team.link = {
      state: 'refused',
      error: { code: 'REVOKED', message: 'no' },
      waiting: 0,
    };
    await open();
    expect(page.disabled('ways-try-all')).toBe(true);
    expect(page.disabled('try-poll')).toBe(true);
  });
});
