// An update in real windows: the host chooses a version, the window offers it, brings it, and says what is left to do
// where the system does not install it; and what is not right it refuses, in words.
import { chmodSync, globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { putBuild, releaseKey, tamperFeed } from '../support/builds.ts';
import { describeDesktop } from '../support/electron.ts';
import { openApp, temporaryFolder } from './support/app.ts';
import { axeFinds } from './support/axe.ts';
import { hostTeam } from './support/steps.ts';

const key = releaseKey();
const says = (page: Page, id: string) => page.getByTestId(id).textContent();

/** A checkout that takes itself for a .deb, on a system where the person says no when they are asked. */
function asDeb(): Record<string, string> {
  const programs = temporaryFolder();
  writeFileSync(join(programs, 'pkexec'), '#!/bin/sh\nexit 126\n');
  chmodSync(join(programs, 'pkexec'), 0o755);
  return {
    PATH: `${programs}:${process.env['PATH']}`,
    LANLINE_UPDATE_KIND: 'deb',
    LANLINE_RELEASE_PUBLIC: key.known,
  };
}

describeDesktop('updates', () => {
  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'are chosen, offered, brought, and refused where they are not right',
    async () => {
      const { page, folder } = await openApp(temporaryFolder(), { env: asDeb() });
      await hostTeam(page, 'Riverside Lab', 'Mara Lind');
      const [data = ''] = globSync(join(folder, 'teams', '*', 'server'));
      await putBuild(data, '9.0.0', key, { bytes: 5_000_000, notes: '- <b>Faster</b>' });
      await putBuild(data, '9.1.0', key);
      tamperFeed(data, '9.1.0', () => ({ releaseNotes: 'Trust me' }));

      await page.getByTestId('settings-open').click();
      await page.getByTestId('settings-updates').click();
      await page.getByTestId('update-offer-9.0.0').check();
      await page.getByTestId('update-download').waitFor();
      await expect.poll(() => says(page, 'update-offer')).toContain('<b>Faster</b>');
      await expect.poll(() => says(page, 'update-hosting')).toContain('Riverside Lab');
      await expect.poll(() => says(page, 'update-line')).toBe('Lanline 9.0.0 is here');
      expect(await axeFinds(page)).toEqual([]);
      await page.getByTestId('update-download').click();
      await page.getByTestId('update-install').waitFor();
      await page.getByTestId('update-install').click();
      const file = join(folder, 'updates', 'lanline_9.0.0_amd64.deb');
      await expect.poll(() => says(page, 'update-command')).toBe(`sudo apt install '${file}'`);

      await page.getByTestId('update-offer-9.1.0').check();
      await expect.poll(() => says(page, 'update-line')).toBe('An update was refused');
      await expect.poll(() => says(page, 'update-answers')).toContain('Its signature is not right');
      await expect.poll(() => page.getByTestId('update-offer').count()).toBe(0);
      await page.getByTestId('update-offer-none').check();
      await expect.poll(() => page.getByTestId('update-line').count()).toBe(0);
    },
  );
});
