// The front page in a real browser: alive with JavaScript, whole without, in light and dark, wide and narrow.
import { uuidv7 } from 'uuidv7';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser, openBrowser, visit } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer, testServer } from '../support/server.ts';

describeInBrowser('the front page', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    browser = await openBrowser();
    server = await startServer({ team: 'Riverside Lab <b>' });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  test('lives: its clock goes, and it counts what happens', async () => {
    const { page, context, complaints } = await visit(browser, server.url);
    await eventually(async () => expect(await page.textContent('#state')).toBe('Live'));
    const clock = await page.textContent('#clock');
    await eventually(async () => expect(await page.textContent('#clock')).not.toBe(clock));
    const mara = await server.member('Mara');
    await mara.ask('message.send', { id: uuidv7(), conversation: mara.general, text: 'hi' });
    await eventually(async () => {
      expect(await page.textContent('#messages')).toBe('1');
      expect(await page.textContent('#people')).toBe('1');
    });
    expect(await page.textContent('h1')).toBe('Riverside Lab <b>');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('says when the server goes, and comes back with it', async () => {
    const own = await testServer();
    const { page, context } = await visit(browser, own.url);
    await eventually(async () => expect(await page.textContent('#state')).toBe('Live'));
    await own.stop();
    await eventually(async () =>
      expect(await page.getAttribute('#line', 'data-state')).toBe('lost'),
    );
    await testServer({ folder: own.folder, port: own.port });
    await eventually(async () => expect(await page.textContent('#state')).toBe('Live'));
    await context.close();
  }, 30_000);

  test('is whole without JavaScript', async () => {
    const { page, context } = await visit(browser, server.url, { javaScriptEnabled: false });
    const words = await page.locator('.words li').allTextContents();
    expect(words.join('-')).toBe(server.words);
    expect(await page.textContent('#clock')).toMatch(/^\d+:\d\d:\d\d$/);
    expect(await page.isVisible('text=Join this team')).toBe(true);
    await context.close();
  });

  test('looks as the system does, and fits on a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const narrow = { colorScheme, viewport: { width: 320, height: 640 }, locale: 'zh-CN' };
      const { page, context, complaints } = await visit(browser, server.url, narrow);
      const colour = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(colour).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 24, 24)');
      const wide = await page.evaluate('document.body.scrollWidth > innerWidth');
      expect(wide).toBe(false);
      expect(await page.textContent('h2')).toBe('加入这个团队');
      expect(complaints).toEqual([]);
      await context.close();
    }
  });
});
