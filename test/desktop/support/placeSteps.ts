// What people do with channels and groups in the window. Nothing of vitest here either.
import type { Page } from 'playwright-core';
import { conversation } from './steps.ts';

type ChannelWishes = {
  topic?: string;
  private?: boolean;
  /** Only who made it, and admins, write there. */
  announcements?: boolean;
  /** A person who is in it from the start. */
  with?: string;
};

/** Makes a channel and is in it then. */
export async function createChannel(
  page: Page,
  name: string,
  wishes: ChannelWishes = {},
): Promise<void> {
  await page.getByTestId('new-channel').click();
  await page.getByTestId('channel-find').fill(name);
  await page.getByTestId('channel-new').click();
  if (wishes.topic) await page.getByTestId('channel-topic').fill(wishes.topic);
  if (wishes.private) await page.getByTestId('channel-private').check();
  if (wishes.announcements) await page.getByTestId('posting-admins').check();
  if (wishes.with) await pickPerson(page, wishes.with);
  await page.getByTestId('channel-create').click();
  await page.getByTestId('header-name').filter({ hasText: name }).waitFor();
}

/** In a form that asks for people. */
export async function pickPerson(page: Page, name: string): Promise<void> {
  const field = page.getByTestId('people-input');
  await field.fill(name);
  await page.getByTestId('people-option').filter({ hasText: name }).first().waitFor();
  await field.press('Enter');
  await page.getByTestId('chosen').filter({ hasText: name }).waitFor();
}

/** A group with those who are called so, and it is open then. */
export async function openGroup(page: Page, ...people: string[]): Promise<void> {
  await page.keyboard.press('ControlOrMeta+n');
  for (const name of people) await pickPerson(page, name);
  await page.getByTestId('group-open').click();
  for (const name of people)
    await page.getByTestId('header-name').filter({ hasText: name }).waitFor();
}

/** The conversation with one person, who is found by a few letters. */
export async function openDirect(page: Page, letters: string, name: string): Promise<void> {
  await page.getByTestId('new-direct').click();
  await page.getByTestId('pick-input').fill(letters);
  await page.getByTestId('pick-item').filter({ hasText: name }).waitFor();
  await page.getByTestId('pick-input').press('Enter');
  await page.getByTestId('header-name').filter({ hasText: name }).waitFor();
}

/** Finds a channel in the list of all, and joins it. */
export async function joinChannel(page: Page, name: string): Promise<void> {
  await page.getByTestId('new-channel').click();
  await page
    .getByTestId('channel-listing')
    .filter({ hasText: name })
    .getByTestId('channel-join')
    .click();
  await page.getByTestId('header-name').filter({ hasText: name }).waitFor();
}

/** One entry of the menu that a conversation has in the sidebar; more, for a menu in the menu. */
export async function fromItsMenu(page: Page, name: string, ...items: string[]): Promise<void> {
  await conversation(page, name).click({ button: 'right' });
  await page.getByTestId('conversation-menu').waitFor();
  for (const item of items) await page.getByTestId(item).click();
}
