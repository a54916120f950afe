// Everything that the window of a lively team can show, one after the other, and how to get there.
import type { Page } from 'playwright-core';
import { composer, fromMenu, menuOf, openPanel, said, tool, write } from './messageSteps.ts';
import { conversation, goTo } from './steps.ts';

export type Screen = {
  name: string;
  /** Ends when it is there. */
  show(page: Page): Promise<unknown>;
  /** What of the window is new: the rest was looked at before. */
  within?: string;
  /** It is come to from the one before. */
  next?: true;
};

const dialog = '.dialog';
const menu = '.menu';
const panel = '.side-panel';

export const screens: readonly Screen[] = [
  { name: 'main', show: (page) => goTo(page, 'general') },
  { name: 'toolbar', show: (page) => first(page).hover(), within: 'main' },
  { name: 'message menu', show: (page) => menuOf(first(page)), within: menu },
  { name: 'own message menu', show: (page) => menuOf(own(page)), within: menu },
  {
    name: 'emoji picker',
    async show(page) {
      await tool(first(page), 'react');
      await page.getByTestId('emoji').first().waitFor();
    },
    within: menu,
  },
  dialogBy('forward', (page) => fromMenu(first(page), 'forward')),
  dialogBy('versions', (page) => page.getByTestId('edited').click()),
  dialogBy('delete', (page) => fromMenu(own(page), 'remove')),
  dialogBy('seen', (page) => fromMenu(own(page), 'whoSaw')),
  {
    name: 'notice',
    async show(page) {
      await fromMenu(first(page), 'copyText');
      await page.getByTestId('notice-said').first().waitFor();
    },
    within: '.notices',
  },
  { name: 'another day', show: (page) => click(page, 'day-open'), within: menu },

  { name: 'thread', show: (page) => tool(first(page), 'thread'), within: panel },
  { name: 'pins', show: (page) => openPanel(page, 'header-pins'), within: panel },
  { name: 'people', show: (page) => click(page, 'panel-tab-people'), within: panel },
  { name: 'threads', show: (page) => openPanel(page, 'entry-threads'), within: panel },
  { name: 'mentions', show: (page) => openPanel(page, 'entry-mentions'), within: panel },
  { name: 'saved', show: (page) => openPanel(page, 'entry-saved'), within: panel },
  {
    name: 'search',
    async show(page) {
      await page.keyboard.press('Control+Shift+F');
      await page.getByTestId('search-input').waitFor();
    },
    within: panel,
  },
  {
    name: 'found',
    next: true,
    async show(page) {
      await page.getByTestId('search-input').fill('printer');
      await page.getByTestId('search-panel').getByTestId('card-open').first().waitFor();
    },
    within: panel,
  },

  written('people to mention', '@'),
  written('emoji to write', 'so :smi'),
  written('commands', '/'),
  {
    name: 'formatting',
    async show(page) {
      await write(page, '');
      await page.locator('main').getByTestId('composer-format').click();
    },
    within: 'main form',
  },
  { name: 'reply', show: (page) => tool(first(page), 'reply'), within: 'main form' },
  {
    name: 'edit',
    async show(page) {
      await page.keyboard.press('Escape');
      await fromMenu(own(page), 'edit');
      await page.getByTestId('composer-edit').waitFor();
    },
    within: 'main form',
  },
  {
    name: 'later',
    async show(page) {
      await page.keyboard.press('Escape');
      await composer(page).fill('not now');
      await page.locator('main').getByTestId('composer-later').click();
      await page.getByTestId('later-own').waitFor();
    },
    within: menu,
  },

  { name: 'conversation menu', show: (page) => itsMenu(page, 'hardware'), within: menu },
  dialogBy('channel', (page) => inItsMenu(page, 'hardware', 'menu-settings')),
  dialogBy('own channel', (page) => inItsMenu(page, 'news', 'menu-settings')),
  dialogBy('channels', (page) => click(page, 'new-channel')),
  { name: 'new channel', show: (page) => click(page, 'channel-new'), within: dialog, next: true },
  dialogBy('direct', (page) => click(page, 'new-direct')),
  dialogBy('group', (page) => page.keyboard.press('Control+N')),
  dialogBy('switcher', (page) => page.keyboard.press('Control+K')),
  dialogBy('keys', (page) => page.keyboard.press('Control+/')),
  { name: 'team menu', show: (page) => click(page, 'team-menu'), within: menu },
  ...[
    'status-open',
    'invite-open',
    'requests-menu',
    'team-settings-open',
    'people-open',
    'profile-open',
    'devices-open',
    'team-leave',
  ].map((entry) => dialogBy(entry, (page) => inTeamMenu(page, entry))),
  dialogBy('settings', (page) => click(page, 'settings-open')),
  ...['writing', 'notifications', 'privacy', 'updates', 'network'].map((section): Screen => ({
    name: section,
    show: (page: Page) => click(page, `settings-${section}`),
    within: dialog,
    next: true,
  })),
  dialogBy('person', (page) => first(page).getByTestId('message-author').click()),
  dialogBy('connection', (page) => page.getByTestId('line').click()),
  {
    name: 'ways',
    async show(page) {
      await click(page, 'ways-try-all');
      await page.getByTestId('ways-stop').waitFor({ state: 'detached' });
      await page.getByTestId('way-poll').check();
    },
    within: dialog,
    next: true,
  },
  dialogBy('bots and hooks', async (page) => {
    await click(page, 'settings-open');
    await click(page, 'settings-bots');
    await page.getByTestId('bot-new').waitFor();
  }),
  { name: 'new bot', show: (page) => click(page, 'bot-new'), within: dialog, next: true },
  {
    name: "a bot's token",
    async show(page) {
      // Everything is walked through twice, and no two have one name.
      await page.getByTestId('bot-name').fill(`backup ${Date.now()}`);
      await click(page, 'bot-create');
      await page.getByTestId('once').waitFor();
    },
    within: dialog,
    next: true,
  },
  {
    name: 'a bot',
    async show(page) {
      await click(page, 'once-done');
      await page.getByTestId('token-row').first().waitFor();
      await click(page, 'token-revoke');
    },
    within: dialog,
    next: true,
  },
  { name: 'new hook', show: (page) => fromBots(page, 'hook-new'), within: dialog, next: true },
  {
    name: 'new outgoing',
    show: (page) => fromBots(page, 'outgoing-new'),
    within: dialog,
    next: true,
  },

  { name: 'announcements', show: (page) => goTo(page, 'news'), within: 'main' },
  dialogBy('acknowledged', (page) => click(page, 'acknowledged')),
  { name: 'group', show: (page) => goTo(page, 'Mara Lind, Wei Chen'), within: 'main' },
  {
    name: 'direct messages',
    async show(page) {
      await page.locator('[data-testid="conversation-item"][title="Mara Lind"]').click();
      await page.getByText('Lunch?').waitFor();
    },
    within: 'main',
  },
];

/** Whatever lies over the window goes. */
export async function clear(page: Page): Promise<void> {
  const layers = page.locator('[data-dismissable-layer]');
  for (;;) {
    const count = await layers.count();
    if (count === 0) return;
    await page.keyboard.press('Escape');
    await layers.nth(count - 1).waitFor({ state: 'detached' });
  }
}

const first = (page: Page) => said(page, 'The new switch is in');
const own = (page: Page) => said(page, 'It does, 0.4 ms.');
const click = (page: Page, testid: string) => page.getByTestId(testid).first().click();

async function fromBots(page: Page, testid: string): Promise<void> {
  const back = page.locator('.dialog-actions > [type="button"]').first();
  if (await page.getByTestId('hook-name').isVisible()) await back.click();
  await click(page, testid);
  await page.getByTestId('hook-name').waitFor();
}

function dialogBy(name: string, open: (page: Page) => Promise<unknown>): Screen {
  const show = async (page: Page) => {
    await open(page);
    await page.locator(dialog).waitFor();
  };
  return { name: `dialog ${name}`, show, within: dialog };
}

function written(name: string, text: string): Screen {
  const show = async (page: Page) => {
    await composer(page).fill('');
    await composer(page).pressSequentially(text);
    await page.locator('main').getByTestId('choice').first().waitFor();
  };
  return { name, show, within: 'main form' };
}

async function itsMenu(page: Page, name: string): Promise<void> {
  await conversation(page, name).click({ button: 'right' });
  await page.getByTestId('conversation-menu').waitFor();
}

async function inItsMenu(page: Page, name: string, item: string): Promise<void> {
  await itsMenu(page, name);
  await click(page, item);
}

async function inTeamMenu(page: Page, item: string): Promise<void> {
  await click(page, 'team-menu');
  await click(page, item);
}
