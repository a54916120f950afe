// Finding what was said, in the real app: by keys, with filters, and the way to the message.
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { inSight, said, write } from './support/messageSteps.ts';
import { sharedPair } from './support/shared.ts';

describeDesktop('search', () => {
  const { mara, wei } = sharedPair();

  it('finds, narrows down, and goes there', async () => {
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
    await expect.poll(() => cards.count()).toBe(1);
    expect(await cards.locator('mark').allInnerTexts()).toEqual(['下午']);
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
