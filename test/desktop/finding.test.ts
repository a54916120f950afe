// Finding again: searching, the switcher, mentions, days, and jumping into a long history.
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { card, hasFocus, inSight, openPanel, said, tool, write } from './support/messageSteps.ts';
import { createChannel } from './support/placeSteps.ts';
import { names, sharedPair } from './support/shared.ts';
import { call, conversation, openConversation, teamOf } from './support/steps.ts';

describeDesktop('in a long history', () => {
  const { mara, wei } = sharedPair();
  const hits = (page: Page) => page.getByTestId('search-excerpt').allInnerTexts();

  async function search(page: Page, text: string): Promise<void> {
    await page.keyboard.press('ControlOrMeta+Shift+F');
    await page.getByTestId('search-input').fill(text);
  }

  beforeAll(async () => {
    const { id } = await teamOf(mara.page);
    const [general] = await call(mara.page, 'conversations.list', undefined, id);
    const tell = (n: number) =>
      call(
        mara.page,
        'message.send',
        { conversation: general?.id ?? '', text: `entry ${n} of the log` },
        id,
      );
    await Promise.all(Array.from({ length: 180 }, (_, index) => tell(index + 1)));
    await said(wei.page, 'entry 180 of').waitFor();
  });

  it('words are found, in part and in any script, narrowed by filters', async () => {
    await write(wei.page, '服务器的风扇坏了, see https://example.org/fan');
    await write(mara.page, 'The switchboard is fine');
    await said(wei.page, 'The switchboard').waitFor();
    await createChannel(mara.page, 'hardware', { with: names.wei });
    await write(mara.page, 'The switch in rack 3 is loud');
    await conversation(wei.page, 'hardware').waitFor();

    await search(wei.page, 'switch');
    await expect
      .poll(() => hits(wei.page))
      .toEqual(['The switch in rack 3 is loud', 'The switchboard is fine']);
    expect(await wei.page.getByTestId('search-excerpt').locator('mark').first().innerText()).toBe(
      'switch',
    );
    for (const [query, count] of [
      ['switch in:hardware', 1],
      ['风扇', 1],
      ['扇', 1],
      ['has:link', 1],
      ['from:me', 1],
      ['switch from:me', 0],
      ['after:today entry', 20],
      ['before:today entry', 0],
    ] as const) {
      await wei.page.getByTestId('search-input').fill(query);
      await expect.poll(async () => (await hits(wei.page)).length, { message: query }).toBe(count);
    }
    await wei.page.getByTestId('search-none').waitFor();
  });

  it('filters are completed by the keyboard', async () => {
    const field = wei.page.getByTestId('search-input');
    await field.fill('');
    await field.pressSequentially('loud fr');
    await wei.page.getByTestId('search-offer').first().waitFor();
    await field.press('ArrowDown');
    await field.press('Tab');
    await field.pressSequentially('mar');
    await wei.page.getByTestId('search-offer').filter({ hasText: names.mara }).waitFor();
    await field.press('Enter');
    await expect.poll(() => field.inputValue()).toBe(`loud from:"${names.mara}" `);
    await expect.poll(() => hits(wei.page)).toEqual(['The switch in rack 3 is loud']);
    await field.press('Enter');
    await expect.poll(() => hasFocus(said(wei.page, 'The switch in rack 3'))).toBe(true);
    expect(await wei.page.getByTestId('header-name').innerText()).toBe('hardware');
  });

  it('a hit opens the history around it, which goes on in both directions', async () => {
    await search(wei.page, 'entry 60');
    await card(wei.page, 'entry 60 of').getByTestId('card-open').click();
    await expect.poll(() => hasFocus(said(wei.page, 'entry 60 of'))).toBe(true);
    expect(await said(wei.page, 'entry 180 of').count()).toBe(0);
    const line = wei.page.getByTestId('timeline');
    await expect.poll(() => scrolled(line, -1, 'entry 1 of')).toBe(true);
    await expect.poll(() => scrolled(line, 1, 'entry 180 of')).toBe(true);
    await wei.page.getByTestId('panel-close').click();
  });

  it('a day is gone to, and the end again', async () => {
    await openConversation(mara.page, 'general');
    await expect.poll(() => inSight(said(mara.page, 'The switchboard'))).toBe(true);
    await expect
      .poll(() => scrolled(mara.page.getByTestId('timeline'), -1, 'entry 1 of'))
      .toBe(true);
    const day = mara.page.getByTestId('day-open').first();
    await day.click();
    const today = await mara.page.getByTestId('day-input').inputValue();
    await mara.page.keyboard.press('Escape');
    await mara.page.getByTestId('jump-latest').click();
    await expect.poll(() => inSight(said(mara.page, 'The switchboard'))).toBe(true);

    await wei.page.getByTestId('jump-latest').or(conversation(wei.page, 'general')).first().click();
    await expect
      .poll(() => scrolled(wei.page.getByTestId('timeline'), -1, 'entry 1 of'))
      .toBe(true);
    await wei.page.getByTestId('day-open').first().click();
    await wei.page.getByTestId('day-input').fill(today);
    await wei.page.getByTestId('day-go').click();
    await expect.poll(() => inSight(wei.page.getByTestId('note').first())).toBe(true);
  });

  it('the switcher goes anywhere by a few letters', async () => {
    for (const [letters, name] of [
      ['hdw', 'hardware'],
      ['gnrl', 'general'],
      ['wech', names.wei],
    ] as const) {
      await mara.page.keyboard.press('ControlOrMeta+k');
      await mara.page.getByTestId('pick-input').fill(letters);
      await expect
        .poll(() => mara.page.getByTestId('switcher-name').first().innerText())
        .toBe(name);
      await mara.page.keyboard.press('Enter');
      await mara.page.getByTestId('header-name').filter({ hasText: name }).waitFor();
    }
    await mara.page.keyboard.press('Alt+ArrowLeft');
    await mara.page.getByTestId('header-name').filter({ hasText: 'general' }).waitFor();
  });

  it('what calls one is in one list, and leads there', async () => {
    await openConversation(wei.page, 'hardware');
    await openConversation(mara.page, 'general');
    await write(mara.page, `@${names.wei} please look`);
    await tool(said(mara.page, 'please look'), 'thread');
    await write(mara.page, `and here, @${names.wei}`, 'thread');
    await expect
      .poll(() => conversation(wei.page, 'general').getAttribute('data-mentions'))
      .toBe('1');
    await wei.page.keyboard.press('ControlOrMeta+Shift+M');
    await card(wei.page, 'and here').waitFor();
    await card(wei.page, 'please look').getByTestId('card-open').click();
    await expect.poll(() => hasFocus(said(wei.page, 'please look'))).toBe(true);
    await openPanel(wei.page, 'entry-mentions');
    await card(wei.page, 'and here').getByTestId('card-open').click();
    await expect.poll(() => hasFocus(said(wei.page, 'and here', 'thread'))).toBe(true);
  });

  it('what is found is marked, narrowed down, gone to, and more than a screen of it', async () => {
    await createChannel(mara.page, 'talk', { with: names.wei });
    await openConversation(wei.page, 'talk');
    await write(wei.page, '今天下午三点开会，讨论新的服务器');
    await write(wei.page, 'The Café by the old lighthouse is at https://harbour.example/');
    for (let n = 1; n <= 40; n += 1) {
      await write(mara.page, `line ${n} of a long talk`);
      await said(mara.page, `line ${n} of`).waitFor();
    }
    await said(mara.page, '讨论新的服务器').waitFor({ state: 'attached' });
    // Kept: what only waits to be sent is not searched.
    await said(wei.page, 'line 40').waitFor();

    const { page } = mara;
    const field = page.getByTestId('search-input');
    const cards = page.getByTestId('search-panel').getByTestId('message-card');
    await page.keyboard.press('Control+Shift+F');
    await field.pressSequentially('下午');
    // One card answers the first sign of it, too.
    await expect.poll(() => cards.locator('mark').allInnerTexts()).toEqual(['下午']);
    expect(await cards.count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(() => inSight(said(page, '讨论新的服务器'))).toBe(true);

    await page.keyboard.press('Control+F');
    await page.getByTestId('search-here').waitFor();
    await field.pressSequentially('cafe ightho has:link from:we');
    await page.getByTestId('search-offer').first().waitFor();
    await page.keyboard.press('Tab');
    // What was found before stands until something else is.
    await expect.poll(() => cards.locator('mark').allInnerTexts()).toEqual(['Café', 'ightho']);
    expect(await cards.count()).toBe(1);

    await field.fill('line talk');
    await expect.poll(() => cards.count()).toBeGreaterThanOrEqual(20);
    await cards.last().scrollIntoViewIfNeeded();
    await expect.poll(() => cards.count()).toBe(40);
    await page.keyboard.press('Escape');
    await page.getByTestId('search-panel').waitFor({ state: 'detached' });
  });
});

/** Turns the wheel a screen further, and answers whether the message is in sight. */
async function scrolled(
  line: ReturnType<Page['getByTestId']>,
  way: 1 | -1,
  text: string,
): Promise<boolean> {
  const page = line.page();
  await line.hover();
  await page.mouse.wheel(0, way * 4000);
  const message = said(page, text);
  return (await message.count()) > 0 && (await inSight(message));
}
