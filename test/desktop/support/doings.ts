// Everything that two people do with messages and conversations while others are not there, by hand.
import type { Page } from 'playwright-core';
import type { App } from './app.ts';
import {
  composer,
  editByMenu,
  fromMenu,
  pickEmoji,
  reaction,
  remove,
  said,
  tool,
  write,
} from './messageSteps.ts';
import { createChannel, fromItsMenu, openGroup, pickPerson } from './placeSteps.ts';
import { goTo, openConversation } from './steps.ts';

type Two = { mara: App; wei: App };

/** In #general, which both have open. */
export async function talkInGeneral({ mara, wei }: Two): Promise<void> {
  await write(wei.page, 'a **plan** with `code`');
  await tool(said(mara.page, 'a plan'), 'reply');
  await write(mara.page, 'agreed');
  await said(wei.page, 'agreed').waitFor();
  await editByMenu(said(wei.page, 'a plan'), 'a better plan');
  const plan = said(mara.page, 'a better plan');
  await tool(plan, 'react');
  await pickEmoji(mara.page, 'tada');
  await reaction(said(wei.page, 'a better plan'), '🎉').click();
  await reaction(plan, '🎉').click();
  for (const text of ['a better plan', 'agreed']) await fromMenu(said(mara.page, text), 'pin');
  await said(wei.page, 'agreed').getByTestId('pinned').waitFor();
  await fromMenu(said(wei.page, 'agreed'), 'unpin');

  await write(wei.page, 'a slip of the tongue');
  await remove(said(wei.page, 'a slip'));
  await remove(said(mara.page, 'an advertisement'));
  await remove(said(mara.page, 'about to go'));
  await mara.page.getByTestId('composer-acknowledge').click();
  await write(mara.page, 'Power is off at six');
  await said(wei.page, 'Power is off').getByTestId('acknowledge').click();
  await write(wei.page, '/me waves');
  await write(mara.page, '/topic what we do this week');
  await said(mara.page, 'from Jonas').waitFor();
  await tool(said(wei.page, 'from Jonas'), 'react');
  await pickEmoji(wei.page, 'rocket');
}

export async function talkInThread({ mara, wei }: Two): Promise<void> {
  for (const { page } of [mara, wei]) await tool(said(page, 'a better plan'), 'thread');
  await write(mara.page, 'who does it?', 'thread');
  const asked = said(wei.page, 'who does it?', 'thread');
  await tool(asked, 'reply');
  await wei.page.getByTestId('composer-broadcast').check();
  await write(wei.page, 'I do', 'thread');
  await said(mara.page, 'I do', 'thread').waitFor();
  await fromMenu(said(mara.page, 'who does it?', 'thread'), 'edit');
  await write(mara.page, 'who will do it?', 'thread');
  await tool(said(wei.page, 'who will do it?', 'thread'), 'react');
  await pickEmoji(wei.page, 'eyes');
  for (const { page } of [mara, wei]) await page.getByTestId('panel-close').click();
}

/** Channels of every kind, a group, a direct conversation: Jonas is in all of them. */
export async function openPlaces({ mara, wei }: Two): Promise<void> {
  const { page } = mara;
  await createChannel(page, 'lab', { topic: 'rack and roll', with: 'Wei' });
  await addTo(page, 'lab', 'Jonas');
  await openConversation(wei.page, 'lab');
  await write(wei.page, 'new here, @Jonas Weber');
  await fromItsMenu(page, 'lab', 'menu-settings');
  await page.getByTestId('channel-rename').fill('laboratory');
  await page.getByTestId('channel-save').click();
  await page.keyboard.press('Escape');

  await createChannel(page, 'board', { private: true, with: 'Jonas' });
  await addTo(page, 'board', 'Wei');
  await openConversation(wei.page, 'board');
  await write(wei.page, 'not for long');
  await said(page, 'not for long').waitFor();
  await fromItsMenu(page, 'board', 'menu-settings');
  await page
    .getByTestId('channel-member')
    .filter({ hasText: 'Wei' })
    .getByTestId('member-remove')
    .click();
  await page.keyboard.press('Escape');
  await write(page, 'among two');

  await createChannel(page, 'news', { announcements: true, with: 'Jonas' });
  await write(page, 'We have moved');
  await createChannel(page, 'old', { with: 'Jonas' });
  await write(page, 'the last word');
  await fromItsMenu(page, 'old', 'menu-archive');

  await openGroup(page, 'Wei', 'Jonas');
  await write(page, 'we three');
  await goTo(page, 'general');
  await fromMenu(said(page, 'a better plan'), 'forward');
  await page.getByTestId('pick-input').fill('jonas');
  await page.getByTestId('pick-input').press('Enter');
  await page.getByTestId('forward-remark').fill('for you');
  await page.getByTestId('forward-send').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function addTo(page: Page, channel: string, name: string): Promise<void> {
  await fromItsMenu(page, channel, 'menu-settings');
  await page.getByTestId('members-add').click();
  await pickPerson(page, name);
  await page.getByTestId('members-add-now').click();
  await page.getByTestId('channel-member').filter({ hasText: name }).waitFor();
  await page.keyboard.press('Escape');
}

/** What somebody does without a line, with what was there before it broke. */
export async function actOffline({ page }: App): Promise<void> {
  await editByMenu(said(page, 'to be edited'), 'edited offline');
  await editByMenu(said(page, 'about to go'), 'about to stay');
  await remove(said(page, 'to be deleted'));
  await tool(said(page, 'first words'), 'reply');
  await write(page, 'answered offline');
  await tool(said(page, 'first words'), 'react');
  await pickEmoji(page, 'tada');
  await tool(said(page, 'an advertisement'), 'react');
  await pickEmoji(page, 'rocket');
  await fromMenu(said(page, 'first words'), 'pin');
  await fromMenu(said(page, 'first words'), 'save');
  await tool(said(page, 'first words'), 'thread');
  await write(page, 'threaded offline', 'thread');
  await page.getByTestId('panel-close').click();
  await write(page, '/topic said offline');
  await write(page, '/status 🌴 away for 1d');
  await composer(page).fill('');
}
