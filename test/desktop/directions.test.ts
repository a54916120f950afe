// Where writing goes from right to left the window is its own mirror image, and whatever the size of
// the text nothing stands outside of it or on something else.
import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import type { App } from './support/app.ts';
import { livelyTeam } from './support/lively.ts';
import { said, tool } from './support/messageSteps.ts';
import { clear } from './support/screens.ts';
import { sharedApp } from './support/shared.ts';
import { call, goTo } from './support/steps.ts';

describeDesktop('the window', () => {
  const { app } = sharedApp();
  let filled: Promise<void> | undefined;
  /** A team in #general, with the people at its side: made by the first who asks. */
  const lively = (): Promise<void> => (filled ??= fill(app));
  // As it was before anybody turned it.
  afterEach(() => app.page.evaluate(() => document.documentElement.removeAttribute('dir')));

  it('is turned round where writing goes to the left', async () => {
    await lively();
    const { page } = app;
    const ltr = await middles(page);
    expect(ltr.sidebar).toBeLessThan(ltr.main);
    expect(ltr.main).toBeLessThan(ltr.panel);

    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    const rtl = await middles(page);
    expect(rtl.sidebar).toBeGreaterThan(rtl.main);
    expect(rtl.main).toBeGreaterThan(rtl.panel);
    expect(rtl.sender).toBeGreaterThan(rtl.text);
    expect(await astray(page)).toEqual([]);
    // Also what stands in parts that come from a library.
    expect(await page.locator('.side-panel [dir="ltr"]').count()).toBe(0);

    const message = said(page, 'The new switch is in');
    await tool(message, 'reply');
    expect(await mirrored(page, '.writing-bar .lucide')).toBe(true);
    await page.keyboard.press('Escape');
    await message.hover();
    expect(await mirrored(page, '[data-testid="message-reply"] .lucide')).toBe(true);
    expect(await mirrored(page, '[data-testid="message-react"] .lucide')).toBe(false);
    await clear(page);
  });

  it('writes each line the way it goes', async () => {
    await lively();
    const { page } = app;
    const sides = (text: string) =>
      said(page, text)
        .getByTestId('message-text')
        .evaluate((it) => {
          const range = document.createRange();
          range.selectNodeContents(it);
          const [line] = [...range.getClientRects()];
          const box = it.closest('.message-text')?.getBoundingClientRect();
          return line && box && line.left - box.left < box.right - line.right ? 'left' : 'right';
        });
    expect(await sides('can you look at the printer')).toBe('left');
    expect(await sides('هل يمكنك')).toBe('right');
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    expect(await sides('can you look at the printer')).toBe('left');
    expect(await sides('هل يمكنك')).toBe('right');
  });

  it('has room for text of any size, in a window of any width', async () => {
    await lively();
    const { page } = app;
    const found: string[] = [];
    for (const locale of ['en', 'zh-CN'] as const)
      for (const textSize of [90, 100, 125, 150, 200])
        for (const [width, height] of [
          [1180, 760],
          [900, 600],
          [460, 760],
        ] as const) {
          await call(page, 'settings.set', { locale, textSize });
          await resize(app, width, height);
          await page.waitForFunction(worn, [locale, `${textSize}%`]);
          await drawn(page);
          const name = `${locale} ${textSize} % ${width} px`;
          found.push(...(await astray(page)).map((one) => `${name}: ${one}`));
          const drawer = page.getByTestId('drawer-open');
          if (!(await drawer.isVisible())) continue;
          await drawer.click();
          await drawn(page);
          found.push(...(await astray(page)).map((one) => `${name}, drawer: ${one}`));
          await page.keyboard.press('Escape');
          await page.locator('.scrim').waitFor({ state: 'detached' });
        }
    expect(found).toEqual([]);
  });
});

async function fill(app: App): Promise<void> {
  await livelyTeam(app);
  await call(app.page, 'settings.set', { motion: 'less', locale: 'en' });
  await goTo(app.page, 'general');
  await said(app.page, 'It does').waitFor();
}

const middles = (page: Page) =>
  page.evaluate(() => {
    const middle = (selector: string): number => {
      const box = document.querySelector(selector)?.getBoundingClientRect();
      return box ? (box.left + box.right) / 2 : NaN;
    };
    return {
      sidebar: middle('.sidebar'),
      main: middle('main'),
      panel: middle('.side-panel'),
      sender: middle('.message.head .person-avatar'),
      text: middle('.message.head .body'),
    };
  });

const mirrored = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .first()
    .evaluate((it) => getComputedStyle(it).scale.startsWith('-1'));

async function resize({ electron, page }: App, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
    [width, height] as const,
  );
  await page.waitForFunction((w) => innerWidth === w, width);
}

const worn = ([locale, size]: string[]): boolean => {
  const { lang, style } = document.documentElement;
  return lang === locale && style.fontSize === size;
};

/** The widths that the window asks for have been answered, and what follows from them is there. */
const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );

/**
 * What can be pressed and is not wholly in the window, or lies on a neighbour; names that are cut to
 * nothing; parts that scroll sideways.
 */
const astray = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const nameOf = (element: Element): string =>
      element.getAttribute('data-testid') ?? `${element.tagName}.${element.className}`;
    const shown = [...document.querySelectorAll<HTMLElement>('button, input, textarea')].filter(
      (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    );
    const inSight = shown.filter((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
    for (const element of inSight) {
      const { left, right } = element.getBoundingClientRect();
      if (left < -0.5 || right > innerWidth + 0.5) found.push(`${nameOf(element)} is outside`);
    }
    for (const part of document.querySelectorAll<HTMLElement>(
      '.conversation-header, .sidebar > *, .lists, .side-panel > *, .viewport, .composer, .tools',
    ))
      if (part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
        found.push(`${nameOf(part)} is too wide`);
    const header = document.querySelector('.conversation-header');
    const parts = [...(header?.children ?? [])].filter((element) => element.checkVisibility());
    for (const [index, element] of parts.entries()) {
      const next = parts[index + 1];
      if (!next) continue;
      const [a, b] = [element.getBoundingClientRect(), next.getBoundingClientRect()];
      if (a.right > b.left + 0.5 && b.right > a.left + 0.5)
        found.push(`${nameOf(element)} lies on ${nameOf(next)}`);
    }
    const name = document.querySelector('h1');
    if (name && name.scrollWidth > name.clientWidth + 1) found.push('the name is cut');
    return found;
  });
