// Who is here, what they say of themselves, and how far they have read: between two real apps.
import { beforeAll, expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { sitsThere } from './support/idle.ts';
import { composer, fromMenu, said, typing, write } from './support/messageSteps.ts';
import { openDirect } from './support/placeSteps.ts';
import { names, sharedPair } from './support/shared.ts';
import { conversation, openConversation, whenLine } from './support/steps.ts';

describeDesktop('people', () => {
  const { mara, wei, again } = sharedPair();
  /** How far the message has come, by its ticks. */
  const ticks = (text: string) =>
    said(mara.page, text).getByTestId('message-state').getAttribute('data-state');

  beforeAll(async () => {
    for (const app of [mara, wei]) await sitsThere(app);
  });

  it('see each other come, go and write', async () => {
    await openDirect(mara.page, 'wei', names.wei);
    await write(mara.page, 'Hello Wei');
    await openConversation(wei.page, names.mara);
    await expect.poll(() => typing(wei.page, mara.page)).toContain(names.wei);
    await composer(wei.page).fill('');
    await expect.poll(() => mara.page.getByTestId('typing').innerText()).toBe('');

    const about = () => mara.page.getByTestId('header-about').innerText();
    await expect.poll(about).toBe('Online');
    await wei.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
    await expect.poll(about).toBe('Away');
    await wei.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('unlock-screen'));
    await expect.poll(about).toBe('Online');
    await wei.quit();
    await expect.poll(about).toBe('Offline');
    await again(wei);
    await sitsThere(wei);
    await whenLine(wei.page, 'live');
    await expect.poll(about).toBe('Online');
  });

  it('say how they are, and whether they may be disturbed', async () => {
    await wei.page.getByTestId('team-menu').click();
    await wei.page.getByTestId('status-open').click();
    await wei.page.getByTestId('status-usual').first().click();
    await wei.page.getByTestId('status-text').fill('in the big room');
    await wei.page.getByTestId('status-save').click();
    const row = conversation(mara.page, names.wei);
    await expect
      .poll(() => row.locator('.status-mark').getAttribute('title'))
      .toBe('in the big room');
    await expect
      .poll(() => mara.page.getByTestId('header-about').innerText())
      .toBe('Online · in the big room');

    await wei.page.getByTestId('team-menu').click();
    await wei.page.getByTestId('status-open').click();
    await wei.page.getByTestId('quiet-hour').click();
    await wei.page.getByTestId('quiet-off').waitFor();
    await wei.page.keyboard.press('Escape');
    await wei.page.getByTestId('own-quiet').waitFor();
    await openConversation(mara.page, 'general');
    await write(wei.page, 'a word in between');
    await openConversation(mara.page, names.wei);
    await said(mara.page, 'a word in between').getByTestId('message-author').click();
    await mara.page.getByTestId('person-quiet').waitFor();
    await expect
      .poll(() => mara.page.getByTestId('person-status').innerText())
      .toContain('in the big room');
    await mara.page.keyboard.press('Escape');

    await wei.page.getByTestId('team-menu').click();
    await wei.page.getByTestId('status-open').click();
    await wei.page.getByTestId('quiet-off').click();
    await wei.page.getByTestId('status-clear').click();
    await row.locator('.status-mark').waitFor({ state: 'detached' });
  });

  it('show how far they have read, while they like', async () => {
    await openConversation(wei.page, 'general');
    await write(mara.page, 'Have you seen this?');
    await expect.poll(() => ticks('Have you seen this?')).toBe('kept');
    await openConversation(wei.page, names.mara);
    await said(wei.page, 'Have you seen this?').waitFor();
    await expect.poll(() => ticks('Have you seen this?')).toBe('seen');
    await fromMenu(said(mara.page, 'Have you seen this?'), 'whoSaw');
    await mara.page.getByRole('dialog').getByText(names.wei).waitFor();
    await mara.page.keyboard.press('Escape');

    await wei.page.getByTestId('settings-open').click();
    await wei.page.getByTestId('settings-privacy').click();
    await wei.page.getByTestId('settings-receipts').selectOption('off');
    await wei.page.keyboard.press('Escape');
    await expect.poll(() => ticks('Have you seen this?')).toBe('kept');
    await write(mara.page, 'And this?');
    await said(wei.page, 'And this?').waitFor();
    await expect
      .poll(() => conversation(wei.page, names.mara).getAttribute('data-unread'))
      .toBe('0');
    await expect.poll(() => ticks('And this?')).toBe('kept');
    await write(wei.page, 'Yes');
    expect(
      await said(wei.page, 'Yes').getByTestId('message-state').getAttribute('data-state'),
    ).not.toBe('seen');
  });
});
