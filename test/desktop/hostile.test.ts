// What others write wants to be more than text: in every view of a real window nothing of it runs, nothing
// but our own elements stands there, and nothing pushes the window apart.
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { MessageText } from '../../src/shared/entities.ts';
import { hostileTexts } from '../renderer/support/hostile.ts';
import { describeDesktop } from '../support/electron.ts';
import {
  composer,
  editByMenu,
  fromMenu,
  openPanel,
  said,
  tool,
  typing,
  write,
} from './support/messageSteps.ts';
import { createChannel } from './support/placeSteps.ts';
import { names, sharedPair } from './support/shared.ts';
import { openConversation } from './support/steps.ts';

const image = '<img src=x onerror=window.hurt=1>';
const vector = '<svg/onload=window.hurt=1>';
const combining = `Z${'\u0351'.repeat(8000)}`;

describeDesktop('in the window of somebody else', () => {
  const { mara, wei } = sharedPair();
  /** What a script, a request, or the policy that stopped one, would leave. */
  const heard: string[] = [];

  beforeAll(async () => {
    for (const { page } of [mara, wei]) {
      page.on('dialog', (dialog) => heard.push(`dialog ${dialog.message()}`));
      page.on('pageerror', ({ message }) => heard.push(message));
      page.on('console', (line) => {
        if (line.type() === 'error') heard.push(line.text());
      });
      page.on('request', (request) => {
        if (!/^(?:app|blob|data):/.test(request.url())) heard.push(request.url());
      });
    }
    await wei.page.getByTestId('team-menu').click();
    await wei.page.getByTestId('profile-open').click();
    await wei.page.getByTestId('profile-name').fill(image);
    await wei.page.getByTestId('profile-about').fill(`${vector} ${image}`);
    await wei.page.getByTestId('profile-save').click();
    await wei.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('every message is words', async () => {
    const texts = hostileTexts.filter((text) => MessageText.safeParse(text).success);
    expect(texts.length).toBeGreaterThan(hostileTexts.length - 3);
    for (const text of texts) {
      await write(wei.page, text);
      await expect.poll(() => composer(wei.page).inputValue(), { interval: 5 }).toBe('');
    }
    await expect.poll(() => mara.page.getByTestId('message').count()).toBe(texts.length);
    expect(await foreign(mara.page)).toEqual([]);
    expect(await foreign(wei.page)).toEqual([]);
    const shown = await mara.page.getByTestId('message-text').allInnerTexts();
    for (const text of [image, '<script>window.hurt=1</script>', "'-window.hurt=1-'"])
      expect(shown).toContain(text);
  });

  it('quotes, threads, versions and forwarded messages are words', async () => {
    const { page } = mara;
    await write(wei.page, `${image} to be answered`);
    await tool(said(page, 'to be answered'), 'reply');
    expect(await foreign(page)).toEqual([]);
    await write(page, `${vector} the answer`);
    await said(wei.page, 'the answer').getByTestId('message-quote').waitFor();
    await editByMenu(said(wei.page, 'to be answered'), `${vector} to be answered better`);
    await tool(said(page, 'to be answered better'), 'thread');
    await write(page, image, 'thread');
    expect(await foreign(page)).toEqual([]);
    await said(page, 'to be answered better').getByTestId('edited').click();
    await page.getByTestId('version').waitFor();
    expect(await foreign(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await fromMenu(said(page, 'to be answered better'), 'forward');
    expect(await foreign(page)).toEqual([]);
    await page.getByTestId('pick-input').fill('general');
    await page.getByTestId('pick-input').press('Enter');
    await page.getByTestId('forward-remark').fill(image);
    await page.getByTestId('forward-send').click();
    await wei.page.getByTestId('forwarded').waitFor();
    expect(await foreign(wei.page)).toEqual([]);
  });

  it('pins, saved messages, mentions and hits are words', async () => {
    const { page } = mara;
    await write(wei.page, `@${names.mara} ${image} in lists`);
    for (const item of ['pin', 'save']) await fromMenu(said(page, 'in lists'), item);
    for (const opener of ['header-pins', 'entry-saved', 'entry-mentions', 'entry-threads']) {
      await openPanel(page, opener);
      await page.getByTestId('message-card').first().waitFor();
      expect(await foreign(page)).toEqual([]);
    }
    await page.keyboard.press('ControlOrMeta+Shift+F');
    for (const query of ['onerror', 'from:', '<img src', `from:"${image}"`]) {
      await page.getByTestId('search-input').fill(query);
      await page
        .getByTestId('search-excerpt')
        .or(page.getByTestId('search-offer'))
        .first()
        .waitFor();
      expect(await foreign(page)).toEqual([]);
    }
    await page.getByTestId('panel-close').click();
  });

  it('names, topics, statuses and what people do are words', async () => {
    const { page } = mara;
    await createChannel(wei.page, vector, { topic: `${image}${vector}`, with: names.mara });
    await write(wei.page, `/topic ${image} new`);
    await write(wei.page, `/status 🤒 ${image}`);
    await write(wei.page, `see #${vector}`);
    await openConversation(page, vector);
    await expect.poll(() => page.getByTestId('header-topic').innerText()).toBe(`${image} new`);
    expect(await page.getByTestId('header-name').innerText()).toBe(vector);
    await page.getByTestId('note').filter({ hasText: image }).first().waitFor();
    expect(await foreign(page)).toEqual([]);
    await said(page, 'see #').getByTestId('message-author').click();
    await expect.poll(() => page.getByTestId('person-status').innerText()).toContain(image);
    expect(await foreign(page)).toEqual([]);
    await page.getByTestId('person-write').click();
    await page.getByTestId('header-name').filter({ hasText: image }).waitFor();
    await write(page, 'hello');
    await openConversation(wei.page, names.mara);
    await expect.poll(() => typing(wei.page, page)).toContain(image);
    expect(await foreign(page)).toEqual([]);
    await composer(wei.page).fill('');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByTestId('pick-input').fill('onload');
    await expect.poll(() => page.getByTestId('switcher-name').first().innerText()).toBe(vector);
    expect(await foreign(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await composer(page).pressSequentially('@<im');
    await page.getByTestId('choice').first().waitFor();
    expect(await foreign(page)).toEqual([]);
    await composer(page).fill('');
  });

  it('nothing is so long, or so odd, that it breaks the window', async () => {
    const { page } = mara;
    const wide = 'W'.repeat(40);
    await createChannel(wei.page, wide, { topic: 'M'.repeat(250), with: names.mara });
    const texts = [
      'x'.repeat(16_384),
      combining,
      '\u202eabc '.repeat(2000),
      '> '.repeat(8000) + 'x',
    ];
    await openConversation(page, wide);
    for (const [index, text] of texts.entries()) {
      await write(wei.page, text);
      await expect.poll(() => page.getByTestId('message').count()).toBe(index + 1);
      expect(await tooWide(page)).toEqual([]);
    }
    await write(wei.page, '/status '.concat('Z\u0351'.repeat(40)));
    for (const index of texts.keys())
      await fromMenu(page.getByTestId('message').nth(index).getByTestId('message-text'), 'pin');
    await openPanel(page, 'header-pins');
    await expect.poll(() => page.getByTestId('message-card').count()).toBe(texts.length);
    expect(await tooWide(page)).toEqual([]);
    await tool(page.getByTestId('message').first(), 'reply');
    expect(await tooWide(page)).toEqual([]);
    await write(page, 'answered');
    await tool(page.getByTestId('message').first(), 'thread');
    await page.getByTestId('thread').getByTestId('message').waitFor();
    expect(await tooWide(page)).toEqual([]);
    expect(await foreign(page)).toEqual([]);
    await page.getByTestId('panel-close').click();
    await mara.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setSize(520, 560),
    );
    await expect.poll(() => page.evaluate(() => innerWidth)).toBeLessThan(600);
    // The parts of the window hear of its width by an event.
    await page.getByTestId('drawer-open').waitFor();
    await expect.poll(() => tooWide(page)).toEqual([]);
  });

  it('nothing of all this has asked for anything, or had to be stopped', () => {
    expect(heard).toEqual([]);
  });
});

/** What stands in the page that is not ours, and whether something of it has run. */
const foreign = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const tags =
      'script,iframe,object,embed,base,meta,link,style,math,details,audio,video,animate,mglyph,form[action],[formaction],[srcdoc],[data-testid="message-text"] img';
    const everything = [...document.body.querySelectorAll('*')];
    const handlers = everything.filter((one) =>
      [...one.attributes].some(({ name }) => name.startsWith('on')),
    );
    const links = [...document.body.querySelectorAll('a[href]')].filter(
      (one) => !/^(?:https?:\/\/|mailto:|lanline:\/\/)/.test(one.getAttribute('href') ?? ''),
    );
    const bad = [...document.body.querySelectorAll(tags), ...handlers, ...links];
    const hurt = 'hurt' in window ? ['something has run'] : [];
    return [...bad.map((one) => one.outerHTML.slice(0, 200)), ...hurt];
  });

/** What can be scrolled sideways, and rows that stand out of the window. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const boxes = [
      '.viewport',
      '.side-panel',
      '.sidebar',
      '.composer',
      '.conversation-header',
      'main',
    ];
    const wide = [document.documentElement, ...document.querySelectorAll(boxes.join())].filter(
      (one) => one.scrollWidth > one.clientWidth + 1,
    );
    const rows = document.querySelectorAll(
      '[data-testid="message"], [data-testid="message-card"], [data-testid="conversation-item"], [data-testid="note"]',
    );
    const out = [...rows].filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return left < -1 || right > innerWidth + 1;
    });
    return [...wide, ...out].map((one) => `${one.tagName} ${one.className} ${one.scrollWidth}`);
  });
