// The settings of notifications, and what the window tells of itself so that nobody hears of what they see.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clockOf, keywordsOf, minutesOf } from '../../src/renderer/quiet.ts';
import { makeLab } from './support/lab.ts';
import { openDialog, type Page } from './support/openDialog.ts';

describe('the settings of notifications', () => {
  let lab: ReturnType<typeof makeLab>;
  let page: Page;
  beforeEach(async () => {
    lab = makeLab();
    page = await openDialog(lab.core, 'settings', 'notifications');
  });
  afterEach(() => page.close());

  it('keep keywords as they are written, each once', async () => {
    await page.type('notify-keywords', ' Rack, printer ,, RACK，部署');
    page.find('notify-keywords')?.dispatchEvent(new Event('change', { bubbles: true }));
    await expect.poll(() => lab.core.settings.keywords).toEqual(['RACK', 'printer', '部署']);
  });

  it('show one to try, and say why where there can be none', async () => {
    await page.click('notify-test');
    expect(page.heard('notification.test')).toHaveLength(1);
  });
});

it('keywords and hours are read as people write them', () => {
  expect(keywordsOf('a;b、c\nd')).toEqual(['a', 'b', 'c', 'd']);
  expect(keywordsOf('x'.repeat(41))).toEqual([]);
  expect(keywordsOf(Array.from({ length: 80 }, (_unused, n) => `w${n}`).join())).toHaveLength(50);
  expect([clockOf(0), clockOf(425), clockOf(1439)]).toEqual(['00:00', '07:05', '23:59']);
  expect(['07:05', '23:59:00', '24:00', '', '7:5'].map(minutesOf)).toEqual([
    425,
    1439,
    null,
    null,
    null,
  ]);
});
