// Every view of a conversation and of what surrounds it, each opened as a person would, in light and
// English and in dark and 简体中文.
import type { Page } from 'playwright-core';
import { openConversation } from '../../test/desktop/support/steps.ts';
import { inBothLooks } from './views.ts';
import type { Window } from './windows.ts';

type View = { name: string; open(page: Page): Promise<void>; close?(page: Page): Promise<void> };

const click = (id: string) => (page: Page) => page.getByTestId(id).first().click();
const press = (keys: string) => (page: Page) => page.keyboard.press(keys);
const escape = press('Escape');
const closePanel = click('panel-close');
const message = (page: Page) =>
  page.getByTestId('message').filter({ hasText: 'The new switch' }).first();

/** Types into the composer; `clear` empties it again. */
const write = (text: string) => async (page: Page) => {
  await page.getByTestId('composer-input').first().click();
  await page.keyboard.type(text);
  await page.getByTestId('completion').first().waitFor();
};
const clear = async (page: Page): Promise<void> => {
  await escape(page);
  await page.getByTestId('composer-input').first().fill('');
};
const fromTeamMenu = (id: string) => async (page: Page) => {
  await click('team-menu')(page);
  await click(id)(page);
};
const ofMessage = (item: string) => async (page: Page) => {
  await message(page).click({ button: 'right' });
  await page.getByTestId(item).click();
};

const views: View[] = [
  { name: 'thread', open: click('thread-footer'), close: closePanel },
  { name: 'pinned', open: click('header-pins'), close: closePanel },
  { name: 'threads', open: click('entry-threads'), close: closePanel },
  { name: 'mentions', open: click('entry-mentions'), close: closePanel },
  { name: 'saved', open: click('entry-saved'), close: closePanel },
  { name: 'scheduled', open: click('entry-scheduled'), close: closePanel },
  {
    name: 'search',
    async open(page) {
      await press('Control+Shift+F')(page);
      await page.getByTestId('search-input').fill('the');
      await page.getByTestId('search-excerpt').first().waitFor();
    },
    close: closePanel,
  },
  { name: 'message-menu', open: (page) => message(page).click({ button: 'right' }) },
  {
    name: 'reacting',
    async open(page) {
      await message(page).hover();
      await message(page).getByTestId('message-react').click();
      await page.getByTestId('emoji').first().waitFor();
    },
  },
  { name: 'forward', open: ofMessage('menu-forward') },
  { name: 'seen', open: ofMessage('menu-whoSaw') },
  { name: 'completing', open: write('Thanks @'), close: clear },
  { name: 'commands', open: write('/'), close: clear },
  { name: 'later', open: click('composer-later') },
  { name: 'switcher', open: press('Control+K') },
  { name: 'keys', open: press('Control+Slash') },
  { name: 'channels', open: click('new-channel') },
  {
    name: 'channel',
    async open(page) {
      const item = page.getByTestId('conversation-item').filter({ hasText: 'hardware' });
      await item.first().click({ button: 'right' });
      await click('menu-settings')(page);
    },
  },
  { name: 'group', open: press('Control+N') },
  { name: 'status', open: fromTeamMenu('status-open') },
  { name: 'people', open: fromTeamMenu('people-open') },
  { name: 'profile', open: fromTeamMenu('profile-open') },
  { name: 'settings', open: click('settings-open') },
];

/** In the conversation that is open. */
export async function gallery({ page }: Window): Promise<void> {
  for (const { name, open, close = escape } of views) {
    await open(page);
    await inBothLooks(page, `views/${name}`, 'css');
    await close(page);
  }
  await openToRead(page, 'announcements');
  await inBothLooks(page, 'views/announcement', 'css');
  await openConversation(page, 'general');
}

/** A channel in which only few may write. */
export async function openToRead(page: Page, name: string): Promise<void> {
  await page.getByTestId('conversation-item').filter({ hasText: name }).click();
  await page.getByTestId('composer-closed').waitFor();
}
