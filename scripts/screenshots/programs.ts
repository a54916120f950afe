// The connection, and the programs of the team: what the settings show of the ways in, of bots and of
// hooks.
import type { Page } from 'playwright-core';
import { conversationOf, type Person } from './people.ts';
import { inBothLooks } from './views.ts';
import type { Window } from './windows.ts';

const dayMs = 86_400_000;
/** So many round trips make a chart. */
const roundTrips = 40;

/** The line's page, after every way was tried. */
export async function connection({ page }: Window): Promise<void> {
  await page.getByTestId('line').click();
  await page.getByTestId('ways-try-all').click();
  await page.getByTestId('ways-stop').waitFor({ state: 'detached' });
  await page.waitForFunction(
    (least) => {
      const line = document.querySelector('[data-testid="trips-chart"] .line');
      return (line?.getAttribute('d')?.match(/[ML]/g)?.length ?? 0) >= least;
    },
    roundTrips,
    { timeout: 3 * roundTrips * 1000 },
  );
  await scroll(page, 'top');
  await inBothLooks(page, 'views/connection', 'css');
  await scroll(page, 'end');
  await inBothLooks(page, 'views/ways', 'css');
  await page.keyboard.press('Escape');
}

/** Whoever made the team brings programs in, and makes more. */
export async function programs({ page }: Window, mara: Person): Promise<void> {
  await bringIn(mara);
  await page.getByTestId('settings-open').click();
  await page.getByTestId('settings-bots').click();
  await page.getByTestId('token-row').nth(2).waitFor();
  await inBothLooks(page, 'views/bots', 'css');
  await scroll(page, 'end');
  await inBothLooks(page, 'views/hooks', 'css');
  for (const dialog of ['bot', 'hook', 'outgoing']) {
    await page.getByTestId(`${dialog}-new`).click();
    await inBothLooks(page, `views/new-${dialog}`, 'css');
    await page.locator('.dialog-actions > .button:first-child').click();
  }
  await page.keyboard.press('Escape');
}

async function bringIn(mara: Person): Promise<void> {
  const hardware = await conversationOf(mara, 'hardware');
  const releases = await conversationOf(mara, 'releases');
  const backup = await mara.ask('bot.create', {
    name: 'backup',
    channels: [hardware],
    tokenName: 'cron on lab-nas',
    scopes: ['send'],
    expiresIn: 365 * dayMs,
  });
  const { bot } = backup;
  const forScreen = { name: 'screen in the hall', scopes: ['read' as const] };
  await mara.ask('bot.token', { bot, ...forScreen, expiresIn: 90 * dayMs });
  await mara.ask('bot.create', {
    name: 'matrix-bridge',
    role: 'member',
    channels: [releases],
    tokenName: 'bridge',
    scopes: ['read', 'send', 'manage'],
    expiresIn: null,
  });
  await mara.ask('hook.create', { name: 'nightly build', conversation: releases });
  await mara.ask('hook.create', { name: 'door bell', conversation: hardware });
  await mara.ask('hook.outgoing', {
    name: 'status board',
    conversation: releases,
    url: 'https://board.example/lanline',
    types: ['message.created', 'pin.changed'],
  });
}

const scroll = (page: Page, to: 'top' | 'end'): Promise<void> =>
  page.evaluate((where) => {
    document.querySelector('.dialog')?.scrollTo(0, where === 'top' ? 0 : 100_000);
  }, to);
