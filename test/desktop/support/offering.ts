// A newer version of the installed app, offered by a team that is hosted there, and brought by somebody's app.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { writeFeeds } from '../../../scripts/packing/feeds.mjs';
import { releaseKeys } from '../../../scripts/packing/releaseKeys.mjs';
import type { Machine, User } from '../../support/machine.ts';
import type { Packages } from '../../support/packages.ts';
import { call, teamOf } from './steps.ts';

/** Puts the newer package into the folder of the host's server, signed, and offers it. */
export async function offerNewer(
  machine: Machine,
  { home }: User,
  host: Page,
  { folder, key, newerApp }: Packages,
): Promise<void> {
  const { signing } = releaseKeys({ LANLINE_RELEASE_KEY: join(folder, key) });
  const [data] = globSync(machine.path(`${home}/.config/Lanline/teams/*/server`));
  if (!signing || data === undefined) throw new Error('nothing to offer it with');
  await writeFeeds({
    files: [join(folder, newerApp)],
    version: '1.1.0',
    notes: 'All of it.',
    date: new Date(),
    key: signing,
    into: join(data, 'updates', '1.1.0'),
  });
  await call(host, 'update.offer', { version: '1.1.0' }, (await teamOf(host)).id);
}

/** By the window. Nobody can be asked for a password there: answers what it tells the person to type. */
export async function bringUpdate(page: Page): Promise<string> {
  await page.getByTestId('update-line').click();
  await page.getByTestId('update-download').click();
  // Half a gigabyte.
  await page.getByTestId('update-install').click({ timeout: 120_000 });
  const command = (await page.getByTestId('update-command').textContent()) ?? '';
  await page.keyboard.press('Escape');
  return command;
}
