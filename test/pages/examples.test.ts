// The example pages as people use them: two visitors in a real browser, on pages that this server gives them.
import { fileURLToPath } from 'node:url';
import { uuidv7 } from 'uuidv7';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser, openBrowser, visit } from '../support/chromium.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { newToken, startServer, type TestServer, testServer } from '../support/server.ts';

const pages = fileURLToPath(new URL('../../examples/pages/', import.meta.url));

describeInBrowser('the example pages', () => {
  let browser: Browser;
  let server: TestServer;
  let owner: TestClient;
  beforeAll(async () => {
    browser = await openBrowser();
    server = await startServer({ pages });
    owner = await server.member('Owner');
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function comeIn(name: string, url = server.url) {
    const visitor = await visit(browser, `${url}/pages/chat.html`);
    await visitor.page.fill('#nick', name);
    await visitor.page.click('text=Join');
    return visitor;
  }
  const inside = (page: Page) => page.waitForSelector('#chat:not([hidden])');
  async function say(page: Page, text: string): Promise<void> {
    await page.fill('#text', text);
    await page.press('#text', 'Enter');
  }
  const sees = (page: Page, text: string) =>
    eventually(async () => expect(await page.textContent('#messages')).toContain(text));

  test('let two people chat, each hearing of the other', async () => {
    const ada = await comeIn('Ada');
    await inside(ada.page);
    const ben = await comeIn('Ben');
    await inside(ben.page);
    await sees(ada.page, 'Ben is here');

    await ben.page.type('#text', 'Hel');
    await eventually(async () =>
      expect(await ada.page.textContent('#typing')).toBe('Ben is typing …'),
    );
    await say(ben.page, '<img src=x onerror=alert(1)>');
    await sees(ada.page, '<img src=x onerror=alert(1)>');
    await sees(ben.page, '<img src=x onerror=alert(1)>');
    expect(await ada.page.textContent('#typing')).toBe('');
    const own = ben.page.locator('#messages li:not(.event)');
    await eventually(async () => expect(await own.last().getAttribute('class')).toBe(''));
    expect(await own.count()).toBe(1);

    // A private message: to one, and not to the other.
    await ada.page.click('#people >> text=Ben');
    await eventually(async () => expect(await ada.page.textContent('#room')).toBe('Ben'));
    await say(ada.page, 'between us');
    await ben.page.click('#rooms >> text=Ada');
    await sees(ben.page, 'between us');
    await ada.page.click('#rooms >> text=# general');
    expect(await ada.page.textContent('#messages')).not.toContain('between us');

    // The same visitor after a reload, and gone when the tab is closed.
    await ben.page.reload();
    await inside(ben.page);
    await sees(ben.page, 'onerror');
    await ben.context.close();
    await sees(ada.page, 'Ben has gone');
    expect([...ada.complaints, ...ben.complaints]).toEqual([]);
    await ada.context.close();
  }, 40_000);

  test('say so where a name is taken, and wait at a door that asks', async () => {
    const taken = await comeIn('Owner');
    await eventually(async () =>
      expect(await taken.page.getAttribute('#join-note', 'class')).toBe('wrong'),
    );
    await taken.context.close();

    const asking = await testServer({ pages, door: 'ask' });
    const boss = await asking.member('Boss');
    const cy = await comeIn('Cy', asking.url);
    const requests = await eventually(async () => {
      const answer = await boss.ask('request.list', {});
      expect(answer.requests).toHaveLength(1);
      return answer.requests;
    });
    await eventually(async () =>
      expect(await cy.page.textContent('#join-note')).toContain('let you in'),
    );
    const request = requests[0]?.id ?? '';
    await boss.ask('request.answer', { id: uuidv7(), request, admit: true });
    await inside(cy.page);
    await cy.context.close();
  }, 40_000);

  test.each(['event-stream', 'long-poll'])(
    'show what is said: %s',
    async (name) => {
      const token = newToken();
      await owner.ask('bot.create', {
        id: uuidv7(),
        name: `Board ${name}`,
        role: 'guest',
        channels: [owner.general],
        token,
        tokenName: 'page',
        scopes: ['read'],
        expiresIn: null,
      });
      const url = `${server.url}/pages/${name}.html`;
      const { page, context, complaints } = await visit(browser, `${url}#${token}`);
      await eventually(async () => expect(await page.textContent('#state')).toBe('Live'));
      expect(page.url()).toBe(url);
      const text = `by ${name} <b>`;
      await owner.ask('message.send', { id: uuidv7(), conversation: owner.general, text });
      await sees(page, `Owner${text}`);
      expect(complaints).toEqual([]);
      await context.close();
    },
    30_000,
  );

  test('ask for a token again that is no good', async () => {
    const { page, context } = await visit(browser, `${server.url}/pages/long-poll.html`);
    await page.fill('#token', 'nonsense');
    await page.click('text=Show');
    await eventually(async () =>
      expect(await page.textContent('#state')).not.toMatch(/Waiting|Connecting/),
    );
    await eventually(async () => expect(await page.isVisible('#token')).toBe(true));
    await context.close();
  });
});
