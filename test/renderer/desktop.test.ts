// The window on its desktop: its title, what closing it does, and whether it starts with the computer.
import { afterEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { settle } from './support/mountApp.ts';
import { placeTest, type PlaceTest } from './support/placeTest.ts';

let page: PlaceTest;
afterEach(() => page.close());

describe('the title', () => {
  it('counts what is unread in all teams', async () => {
    page = await placeTest();
    const core = page.lab.core;
    const [first] = core.teams.map((team) => team.state);
    if (!first) throw new Error('no team');
    const second = { ...first, id: '00000000-0000-4000-8000-00000000000b', unread: 4 };
    core.push('teams', [{ ...first, unread: 3 }, second]);
    await settle();
    expect(document.title).toBe(`(7) ${first.name} - Lanline`);
    core.push('teams', [{ ...first, unread: 0 }]);
    await settle();
    expect(document.title).toBe(`${first.name} - Lanline`);
  });
});

describe('closing for the first time', () => {
  const closes = () => page.lab.core.heard.filter(({ name }) => name === 'window.close');

  it('is explained, and keeps running', async () => {
    page = await placeTest();
    page.lab.core.push('closing', null);
    await settle();
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('tray');
    expect(closes()).toEqual([]);
    await page.click('closing-keep');
    expect(page.lab.core.settings).toMatchObject({ onClose: 'tray', closeNoted: true });
    expect(closes().map(({ input }) => input)).toEqual([{ quit: false }]);
    expect(document.querySelector('[role="dialog"]')).toBeNull();
  });

  it('quits also when the choice cannot be kept, and says so', async () => {
    page = await placeTest();
    page.lab.core.instead['settings.set'] = () => {
      throw new Refusal('STORAGE_FULL', 'no room');
    };
    page.lab.core.push('closing', null);
    await settle();
    await page.click('closing-quit');
    expect(closes().map(({ input }) => input)).toEqual([{ quit: true }]);
    expect(page.find('notice-text')).not.toBeNull();
  });
});

describe('the settings', () => {
  it('say what closing does, and ask the system about the start', async () => {
    page = await placeTest();
    await page.show('settings', 'general');
    await page.choose('settings-on-close', 'quit');
    expect(page.lab.core.settings.onClose).toBe('quit');
    await page.choose('settings-autostart', 'tray');
    expect(page.lab.core.autostart).toBe('tray');

    page.lab.core.instead['autostart.set'] = () => {
      throw new Refusal('DATA_UNWRITABLE', 'no', { field: 'autostart' });
    };
    await page.choose('settings-autostart', 'off');
    expect(page.textOf('notice-text')).toContain('autostart folder');
    const shown = page.find('settings-autostart');
    expect(shown instanceof HTMLSelectElement && shown.value).toBe('tray');
  });

  it('offer no start with the computer where there is none', async () => {
    page = await placeTest(({ core }) => void (core.autostart = null));
    await page.show('settings', 'general');
    expect(page.find('settings-on-close')).not.toBeNull();
    expect(page.find('settings-autostart')).toBeNull();
  });
});
