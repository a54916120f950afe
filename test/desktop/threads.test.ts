// Threads between two real apps: begun, answered, unread by themselves, told to the channel.
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { card, composer, hasFocus, openPanel, said, tool, write } from './support/messageSteps.ts';
import { names, sharedPair } from './support/shared.ts';
import { createChannel } from './support/placeSteps.ts';
import { conversation, openConversation } from './support/steps.ts';

describeDesktop('a thread', () => {
  const { mara, wei } = sharedPair();

  it('is begun below a message and answered there, beside the talk', async () => {
    await write(mara.page, 'Who has the cable tester?');
    await tool(said(wei.page, 'Who has the cable tester?'), 'thread');
    await expect.poll(() => hasFocus(composer(wei.page, 'thread'))).toBe(true);
    await write(wei.page, 'It is in my drawer', 'thread');
    const footer = said(mara.page, 'Who has the cable tester?').getByTestId('thread-footer');
    await footer.click();
    await said(mara.page, 'It is in my drawer', 'thread').waitFor();
    await write(mara.page, 'Coming over', 'thread');
    await said(wei.page, 'Coming over', 'thread').waitFor();
    for (const { page } of [mara, wei])
      await expect.poll(() => page.getByTestId('thread-count').innerText()).toMatch(/^2\b/);
    for (const { page } of [mara, wei])
      expect(await said(page, 'It is in my drawer', 'timeline').count()).toBe(0);
    for (const { page } of [mara, wei]) {
      await composer(page, 'thread').press('Escape');
      await page.getByTestId('thread').waitFor({ state: 'detached' });
    }
  });

  it('counts what is new in it by itself, until it is read', async () => {
    await write(wei.page, 'Lunch?');
    await tool(said(mara.page, 'Lunch?'), 'thread');
    await write(mara.page, 'At noon', 'thread');
    await write(mara.page, 'Or at one', 'thread');
    const entry = wei.page.getByTestId('entry-threads');
    await expect.poll(() => entry.locator('.badge').count()).toBe(1);
    await said(wei.page, 'Lunch?').getByTestId('thread-unread').waitFor();
    await expect
      .poll(() => conversation(wei.page, 'general').getAttribute('data-unread'))
      .toBe('0');
    await openPanel(wei.page, 'entry-threads');
    await expect
      .poll(() => card(wei.page, 'Lunch?').getByTestId('thread-badge').innerText())
      .toBe('2');
    await card(wei.page, 'Lunch?').getByTestId('card-open').click();
    await said(wei.page, 'Or at one', 'thread').waitFor();
    await wei.page.getByTestId('thread').getByTestId('unread-line').waitFor();
    await expect.poll(() => entry.locator('.badge').count()).toBe(0);
    await said(wei.page, 'Lunch?').getByTestId('thread-unread').waitFor({ state: 'detached' });
  });

  it('tells the channel what it is asked to tell, and leads there', async () => {
    await openThread('Which colour?');
    await mara.page.getByTestId('composer-broadcast').check();
    await write(mara.page, 'Blue it is', 'thread');
    await wei.page.getByTestId('panel-close').click();
    const told = said(wei.page, 'Blue it is', 'timeline');
    await told.getByTestId('of-thread').click();
    await said(wei.page, 'Which colour?', 'thread').waitFor();
    await said(wei.page, 'Blue it is', 'thread').waitFor();
    await expect.poll(() => mara.page.getByTestId('composer-broadcast').isChecked()).toBe(false);
    await write(mara.page, 'Light blue', 'thread');
    await said(wei.page, 'Light blue', 'thread').waitFor();
    expect(await said(wei.page, 'Light blue', 'timeline').count()).toBe(0);
  });

  it('keeps what is being written in it, apart from the conversation', async () => {
    await openThread('And the font?');
    await composer(mara.page, 'thread').fill('half a reply');
    await composer(mara.page).fill('half a message');
    await createChannel(mara.page, 'far-away', { with: names.wei });
    await mara.page.getByTestId('panel-close').click();
    await openConversation(mara.page, 'general');
    await expect.poll(() => composer(mara.page).inputValue()).toBe('half a message');
    await tool(said(mara.page, 'And the font?'), 'thread');
    await expect.poll(() => composer(mara.page, 'thread').inputValue()).toBe('half a reply');
    await write(mara.page, 'Inter', 'thread');
    await composer(mara.page).fill('');
    await said(wei.page, 'And the font?').getByTestId('thread-footer').waitFor();
  });

  it('survives the message that began it', async () => {
    await openThread('Never mind');
    await write(mara.page, 'But I do mind', 'thread');
    const root = said(wei.page, 'Never mind');
    await root.getByTestId('thread-footer').waitFor();
    await root.focus();
    await root.press('Delete');
    await wei.page.getByTestId('delete-confirm').click();
    const left = mara.page.getByTestId('timeline').getByTestId('tombstone');
    await left.waitFor();
    await said(mara.page, 'But I do mind', 'thread').waitFor();
    await expect
      .poll(() => mara.page.getByTestId('thread').getByTestId('tombstone').count())
      .toBe(1);
  });

  /** Wei asks, and Mara opens the thread below. */
  async function openThread(question: string): Promise<void> {
    await write(wei.page, question);
    await tool(said(mara.page, question), 'thread');
    await said(mara.page, question, 'thread').waitFor();
  }
});
