// What people do with messages in the window, and what they see of them. Nothing of vitest here either.
import type { ElectronApplication, Locator, Page } from 'playwright-core';

type Part = 'timeline' | 'thread';

/** The message that says this itself, not one that quotes it. */
export const said = (page: Page, text: string, part: Part = 'timeline'): Locator =>
  page
    .getByTestId(part)
    .getByTestId('message')
    .filter({ has: page.getByTestId('message-text').filter({ hasText: text }) });

/** Writes and sends, wherever a message is written: the conversation, or the open thread. */
export async function write(page: Page, text: string, part: Part = 'timeline'): Promise<void> {
  await enter(page, text, part);
  // Until the core has it the text stays, and whatever is filled in would take its place.
  await composer(page, part).and(page.locator(':placeholder-shown')).waitFor();
}

/** The same with what may be refused, or leads away. */
export async function enter(page: Page, text: string, part: Part = 'timeline'): Promise<void> {
  const field = composer(page, part);
  await field.fill(text);
  await field.press('Enter');
}

export const composer = (page: Page, part: Part = 'timeline'): Locator =>
  part === 'thread'
    ? page.getByTestId('thread').getByTestId('composer-input')
    : page.locator('main').getByTestId('composer-input');

/** One writes on, as long as it takes: a sign of it may be lost. Answers what the other is told. */
export async function typing(by: Page, seenBy: Page): Promise<string> {
  await composer(by).pressSequentially('.');
  return (await seenBy.getByTestId('typing').allInnerTexts()).join();
}

/** Points at it and presses a button of its toolbar. */
export async function tool(
  message: Locator,
  name: 'react' | 'reply' | 'thread' | 'more',
): Promise<void> {
  await message.hover();
  // The list may go on under a pointer that stands still; the message keeps its toolbar by the focus.
  await message.focus();
  await message.getByTestId(`message-${name}`).click();
}

/** By the right button; `item` as in MessageMenu.vue. */
export async function fromMenu(message: Locator, item: string): Promise<void> {
  await menuOf(message);
  await message.page().getByTestId(`menu-${item}`).click();
}

/** Opens its menu and answers what it offers. */
export async function menuOf(message: Locator): Promise<string[]> {
  await message.click({ button: 'right' });
  const menu = message.page().getByTestId('message-menu');
  await menu.waitFor();
  const ids = await menu
    .locator('[data-testid^="menu-"]')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-testid') ?? ''));
  return ids.map((id) => id.replace('menu-', ''));
}

/** In the open picker, by its name. */
export async function pickEmoji(page: Page, name: string): Promise<void> {
  const field = page.getByTestId('emoji-search');
  await field.fill(name);
  await page.getByTestId('emoji').first().waitFor();
  await field.press('Enter');
}

export const reaction = (message: Locator, emoji: string): Locator =>
  message.locator(`[data-testid="reaction"][data-emoji="${emoji}"]`);

/** Each reaction under it, as "👍 2". */
export const reactions = (message: Locator): Promise<string[]> =>
  message
    .getByTestId('reaction')
    .evaluateAll((chips) =>
      chips.map((chip) => `${chip.getAttribute('data-emoji')} ${chip.textContent.trim().at(-1)}`),
    );

export async function editByMenu(message: Locator, text: string): Promise<void> {
  const page = message.page();
  await fromMenu(message, 'edit');
  await page.getByTestId('composer-edit').waitFor();
  await enter(page, text);
  await page.getByTestId('composer-edit').waitFor({ state: 'detached' });
}

export async function remove(message: Locator): Promise<void> {
  await fromMenu(message, 'remove');
  await message.page().getByTestId('delete-confirm').click();
}

/** The part of the side panel that its opener names, opened unless it is. */
export async function openPanel(page: Page, opener: string): Promise<void> {
  const button = page.getByTestId(opener);
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
}

/** A message in a list of the side panel. */
export const card = (page: Page, text: string): Locator =>
  page.getByTestId('message-card').filter({ hasText: text });

/** What was copied last, by whatever program. */
export const copied = (electron: ElectronApplication): Promise<string> =>
  electron.evaluate(({ clipboard }) => clipboard.readText());

/** Whether it can be seen in the window, and not only scrolled to. */
export const inSight = (element: Locator): Promise<boolean> =>
  element.evaluate((it) => {
    const { top, bottom } = it.getBoundingClientRect();
    const box = it.closest('.viewport')?.getBoundingClientRect();
    return box !== undefined && top >= box.top - 1 && bottom <= box.bottom + 1;
  });

export const hasFocus = (element: Locator): Promise<boolean> =>
  element.evaluate((it) => it === document.activeElement);
