// What one does with messages to find them again, or to hand them on: between two real apps.
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { startAgain } from './support/app.ts';
import {
  card,
  composer,
  copied,
  fromMenu,
  hasFocus,
  inSight,
  menuOf,
  openPanel,
  said,
  write,
} from './support/messageSteps.ts';
import { createChannel } from './support/placeSteps.ts';
import { names, sharedPair } from './support/shared.ts';
import { conversation, openConversation, teamOf } from './support/steps.ts';

describeDesktop('a message', () => {
  const { mara, wei } = sharedPair();

  it('is pinned for all, and taken down by anybody', async () => {
    await write(wei.page, 'The key lies under the stone');
    await fromMenu(said(wei.page, 'The key lies'), 'pin');
    await said(mara.page, 'The key lies').getByTestId('pinned').waitFor();
    await openPanel(mara.page, 'header-pins');
    const pinned = card(mara.page, 'The key lies');
    expect(await pinned.locator('.author').innerText()).toBe(names.wei);
    await pinned.getByTestId('card-unpin').click();
    await mara.page.getByTestId('list-empty').waitFor();
    await said(wei.page, 'The key lies').getByTestId('pinned').waitFor({ state: 'detached' });
    await mara.page.getByTestId('panel-close').click();
  });

  it('is saved for oneself, found from anywhere, and done with', async () => {
    await write(mara.page, 'Read this on Monday');
    await fromMenu(said(wei.page, 'Read this'), 'save');
    await said(wei.page, 'Read this').getByTestId('saved').waitFor();
    for (let n = 1; n <= 20; n += 1) await write(mara.page, `and then ${n}`);
    await said(wei.page, 'and then 20').waitFor();
    await openPanel(wei.page, 'entry-saved');
    await card(wei.page, 'Read this').getByTestId('card-open').click();
    await expect.poll(() => hasFocus(said(wei.page, 'Read this'))).toBe(true);
    expect(await said(mara.page, 'Read this').getByTestId('saved').count()).toBe(0);
    await card(wei.page, 'Read this').getByTestId('card-unsave').click();
    await wei.page.getByTestId('list-empty').waitFor();
    await said(wei.page, 'Read this').getByTestId('saved').waitFor({ state: 'detached' });
    await wei.page.getByTestId('panel-close').click();
  });

  it('is copied as it was written', async () => {
    const text = 'a **loud** word\nand `another`';
    await write(mara.page, text);
    await fromMenu(said(wei.page, 'a loud word'), 'copyText');
    await expect.poll(() => copied(wei.electron)).toBe(text);
  });

  it('has a link that leads to it: from a message, and from outside', async () => {
    await write(mara.page, 'Here is the plan');
    await fromMenu(said(mara.page, 'Here is the plan'), 'copyLink');
    const { id } = await teamOf(mara.page);
    await expect.poll(() => copied(mara.electron)).toMatch(`lanline://message/${id}/`);
    const link = await copied(mara.electron);
    await createChannel(mara.page, 'elsewhere', { with: names.wei });
    await openConversation(wei.page, 'elsewhere');
    await composer(mara.page).focus();
    await mara.page.keyboard.press('ControlOrMeta+v');
    await expect.poll(() => composer(mara.page).inputValue()).toBe(link);
    await composer(mara.page).press('Enter');

    await said(wei.page, link).locator('a').click();
    await expect.poll(() => hasFocus(said(wei.page, 'Here is the plan'))).toBe(true);
    await openConversation(wei.page, 'elsewhere');
    await startAgain(wei, link);
    await expect.poll(() => hasFocus(said(wei.page, 'Here is the plan'))).toBe(true);
    await openConversation(mara.page, 'general');
  });

  it('is passed on with a word beside it, and leads back to where it was said', async () => {
    await write(wei.page, 'Rack 3 is loud');
    await fromMenu(said(mara.page, 'Rack 3 is loud'), 'forward');
    await mara.page.getByTestId('pick-input').fill('wei');
    await mara.page.getByTestId('pick-input').press('Enter');
    await mara.page.getByTestId('forward-remark').fill('Yours, I think');
    await mara.page.getByTestId('forward-send').click();
    await openConversation(wei.page, names.mara);
    const passed = said(wei.page, 'Yours, I think').getByTestId('forwarded');
    expect(await passed.locator('strong').innerText()).toBe(names.wei);
    expect(await passed.getByTestId('message-text').innerText()).toBe('Rack 3 is loud');
    await passed.getByTestId('forwarded-go').click();
    await expect.poll(() => hasFocus(said(wei.page, 'Rack 3 is loud'))).toBe(true);
    await expect.poll(() => inSight(said(wei.page, 'Rack 3 is loud'))).toBe(true);
  });

  it('is unread again from where one says', async () => {
    for (const text of ['before', 'from here', 'and after']) await write(mara.page, text);
    await said(wei.page, 'and after').waitFor();
    await fromMenu(said(wei.page, 'from here'), 'markUnread');
    const general = conversation(wei.page, 'general');
    await expect.poll(() => general.getAttribute('data-unread')).toBe('2');
    await openConversation(wei.page, 'elsewhere');
    expect(await general.getAttribute('data-unread')).toBe('2');
    await openConversation(wei.page, 'general');
    const line = wei.page.getByTestId('unread-line');
    await line.waitFor();
    expect(await line.locator('xpath=following-sibling::*[1]').innerText()).toContain('from here');
    await expect.poll(() => general.getAttribute('data-unread')).toBe('0');
  });

  it('that was deleted is in no list any more', async () => {
    await write(mara.page, 'Soon gone');
    for (const item of ['pin', 'save']) await fromMenu(said(mara.page, 'Soon gone'), item);
    for (const mark of ['pinned', 'saved'])
      await said(mara.page, 'Soon gone').getByTestId(mark).waitFor();
    expect(await menuOf(said(mara.page, 'Soon gone'))).toEqual(
      expect.arrayContaining(['unpin', 'unsave']),
    );
    await mara.page.getByTestId('menu-remove').click();
    await mara.page.getByTestId('delete-confirm').click();
    for (const opener of ['header-pins', 'entry-saved']) {
      await openPanel(mara.page, opener);
      await mara.page.getByTestId('list-empty').waitFor();
    }
  });
});
