// A whole session without the mouse: everything that people do every day, by keys alone, and the
// keyboard never lost on the way.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { type Lively, livelyTeam } from './support/lively.ts';
import { composer, hasFocus, reactions, said } from './support/messageSteps.ts';
import { sharedApp } from './support/shared.ts';
import { call } from './support/steps.ts';

describeDesktop('the keyboard alone', () => {
  // Both tests sit before one window; the others of its team leave after the first.
  const { app } = sharedApp(({ page }) =>
    call(page, 'settings.set', { motion: 'less', locale: 'en' }),
  );
  let filled: Promise<Lively> | undefined;
  const lively = (): Promise<Lively> => (filled ??= livelyTeam(app));

  it('is enough for a whole session', async () => {
    const { general, threaded, wei } = await lively();
    const { page } = app;
    const { keyboard } = page;

    // To a conversation, by name, and one writes there.
    await goByKeys(page, 'gener');
    await header(page, 'general');
    await expect.poll(() => hasFocus(composer(page))).toBe(true);
    await keyboard.type('by keys :tada');
    await page.getByTestId('choice').first().waitFor();
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await said(page, 'by keys 🎉').waitFor();

    // F6 goes through all the parts, and comes back.
    const parts: string[] = [];
    for (let step = 0; step < 4; step++) {
      await keyboard.press('F6');
      parts.push(await region(page));
    }
    expect(parts).toEqual(['panel', 'sidebar', 'messages', 'composer']);
    await keyboard.press('Shift+F6');
    expect(await region(page)).toBe('messages');

    // Through the messages, which say what they are.
    await keyboard.press('ArrowUp');
    expect(await label(page)).toMatch(/^Yara Stein, by keys 🎉, /);
    await keyboard.press('ArrowUp');
    expect(await label(page)).toMatch(/^Yara Stein, It does, 0.4 ms\., /);
    await keyboard.press('Home');
    await to(page, 'The new switch is in');

    // React, and the message has the keyboard again.
    await keyboard.press('+');
    await expect.poll(() => hasFocus(page.getByTestId('emoji-search'))).toBe(true);
    await keyboard.type('rocket');
    await page.locator('[data-testid="emoji"][aria-label="rocket"]').waitFor();
    await keyboard.press('Enter');
    const message = said(page, 'The new switch is in');
    await expect.poll(() => reactions(message)).toContain('🚀 1');
    await expect.poll(() => hasFocus(message)).toBe(true);
    // What is at it is behind Tab: its own reactions among it.
    await toTab(page, '[data-testid="reaction"][data-emoji="🚀"]');
    expect(await label(page)).toMatch(/🚀/);
    await keyboard.press('Enter');
    await expect.poll(() => reactions(message)).not.toContain('🚀 1');

    // Its menu, with nothing chosen, gives the keyboard back.
    await focusOn(page, 'The new switch is in');
    await keyboard.press('Enter');
    await page.getByTestId('message-menu').waitFor();
    await keyboard.press('Escape');
    await expect.poll(() => hasFocus(message)).toBe(true);

    // Reply.
    await keyboard.press('r');
    await page.getByTestId('composer-reply').waitFor();
    await expect.poll(() => hasFocus(composer(page))).toBe(true);
    await keyboard.type('which one?');
    await keyboard.press('Enter');
    await said(page, 'which one?').getByTestId('message-quote').waitFor();
    // It is shown before the field is told that it has gone.
    await expect.poll(() => composer(page).inputValue()).toBe('');

    // Its last word once more, given up.
    await keyboard.press('ArrowUp');
    await page.getByTestId('composer-edit').waitFor();
    await keyboard.press('Escape');
    await expect.poll(() => composer(page).inputValue()).toBe('');

    // A thread, and back to where one was.
    await focusOn(page, 'The new switch is in');
    await keyboard.press('t');
    await expect.poll(() => hasFocus(composer(page, 'thread'))).toBe(true);
    await keyboard.type('in the thread');
    await keyboard.press('Enter');
    await said(page, 'in the thread', 'thread').waitFor();
    await wei.shows(general, threaded, { replies: expect.objectContaining({ replies: 2 }) });
    await keyboard.press('Escape');
    await page.getByTestId('thread').waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(message)).toBe(true);
    await keyboard.press('Escape');
    await expect.poll(() => hasFocus(composer(page))).toBe(true);

    // Search, and go to what was found.
    await keyboard.press('Control+F');
    await expect.poll(() => hasFocus(page.getByTestId('search-input'))).toBe(true);
    await keyboard.type('printer');
    // What the first letters find is there for a moment, and goes.
    const marked = page.getByTestId('search-panel').locator('mark');
    await expect.poll(() => marked.allInnerTexts()).toEqual(['printer']);
    await keyboard.press('ArrowDown');
    await expect
      .poll(() => hasFocus(page.getByTestId('search-panel').getByTestId('card-open').first()))
      .toBe(true);
    await keyboard.press('Enter');
    await expect.poll(() => label(page)).toMatch(/^Wei Chen 陈伟, @Yara Stein can you look/);

    // Settings, closed: nothing is lost.
    await keyboard.press('Control+,');
    await page.getByTestId('settings-general').waitFor();
    const inside = () => page.evaluate(() => Boolean(document.activeElement?.closest('.dialog')));
    await expect.poll(inside).toBe(true);
    await keyboard.press('Tab');
    expect(await inside()).toBe(true);
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => label(page)).toMatch(/^Wei Chen 陈伟, @Yara Stein can you look/);

    // Other conversations, and back.
    await keyboard.press('Alt+ArrowDown');
    await header(page, 'hardware');
    await keyboard.press('Alt+ArrowLeft');
    await header(page, 'general');
    await expect.poll(() => hasFocus(composer(page))).toBe(true);
  });

  it('gets out of everything it gets into', async () => {
    await lively();
    const { page } = app;
    await goByKeys(page, 'gener');
    await header(page, 'general');

    // Round the whole window by Tab, and round again.
    const seen = new Set<string>();
    let rounds = 0;
    for (let step = 0; step < 200 && rounds < 2; step++) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => {
        const { activeElement: it } = document;
        return `${it?.tagName} ${it?.getAttribute('data-testid')} ${it?.textContent.slice(0, 30)}`;
      });
      if (here.startsWith('TEXTAREA')) rounds++;
      seen.add(here);
    }
    expect(rounds).toBe(2);
    for (const part of [
      'team-menu',
      'jump',
      'header-search',
      'timeline',
      'panel-close',
      'composer-emoji',
    ])
      expect([...seen].join('\n')).toContain(part);

    // A panel that goes gives the keyboard back.
    await page.getByTestId('entry-saved').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('panel-saved').waitFor();
    await page.getByTestId('panel-close').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(page.getByTestId('entry-saved'))).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByTestId('panel-saved').getByTestId('card-open').first().focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => hasFocus(page.getByTestId('entry-saved'))).toBe(true);

    // What a button is for is said beside it, to eyes too.
    await page.keyboard.press('F6');
    await page.getByTestId('header-search').focus();
    await page.keyboard.press('Tab');
    await page.getByTestId('key-tip').filter({ hasText: 'Side panel' }).waitFor();
    await page.keyboard.press('Tab');
    await page.getByTestId('key-tip').waitFor({ state: 'detached' });
  });
});

/** To the one conversation that these letters mean. */
async function goByKeys(page: Page, letters: string): Promise<void> {
  await page.keyboard.press('Control+K');
  await expect.poll(() => hasFocus(page.getByTestId('pick-input'))).toBe(true);
  await page.keyboard.type(letters);
  await expect.poll(() => page.getByTestId('pick-item').count()).toBe(1);
  await page.keyboard.press('Enter');
}

const header = (page: Page, name: string): Promise<void> =>
  page.getByTestId('header-name').filter({ hasText: name }).waitFor();

const label = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

const region = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') ?? 'none',
  );

/** From the message that has the focus, down to the one that says this. */
async function to(page: Page, text: string): Promise<void> {
  const message = said(page, text);
  for (let step = 0; step < 30 && !(await hasFocus(message)); step++)
    await page.keyboard.press('ArrowDown');
  expect(await hasFocus(message)).toBe(true);
}

/** The same from wherever the focus is. */
async function focusOn(page: Page, text: string): Promise<void> {
  for (let step = 0; step < 6 && (await region(page)) !== 'messages'; step++)
    await page.keyboard.press('F6');
  await page.keyboard.press('Home');
  await to(page, text);
}

async function toTab(page: Page, selector: string): Promise<void> {
  const wanted = page.locator(selector);
  for (let step = 0; step < 20 && !(await hasFocus(wanted)); step++)
    await page.keyboard.press('Tab');
  expect(await hasFocus(wanted)).toBe(true);
}
