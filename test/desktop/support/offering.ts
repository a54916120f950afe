// A newer version of the installed app, offered by a team that is hosted there, and brought by somebody's app.
import { chmodSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { extractFile } from '@electron/asar';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
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

/** Whether the packed app takes updates by the key it was made with, and no other. */
export function hasOwnKeys(archive: string, { folder, key }: Packages): boolean {
  const { known } = releaseKeys({ LANLINE_RELEASE_KEY: join(folder, key) });
  const about: unknown = JSON.parse(String(extractFile(archive, 'package.json')));
  return isDeepStrictEqual((about as { releaseKeys?: unknown }).releaseKeys, known);
}

/** Takes the part of the program that asks for a password: what it was asked to do, and what it answers. */
export function playPkexec(machine: Machine, { home }: User) {
  const script = [
    '#!/bin/sh',
    `printf '%s\\n' "$@" > ${home}/asked`,
    `while [ ! -s ${home}/answer ]; do sleep 0.1; done`,
    `answer=$(cat ${home}/answer)`,
    `rm ${home}/answer ${home}/asked`,
    'exit $answer',
  ];
  const program = machine.path('/usr/bin/pkexec');
  writeFileSync(program, script.join('\n'));
  chmodSync(program, 0o755);
  const asked = machine.path(`${home}/asked`);
  return {
    /** The program and its arguments, once it was asked. */
    async asked(): Promise<string[]> {
      await expect.poll(() => existsSync(asked) && readFileSync(asked, 'utf8')).toBeTruthy();
      return readFileSync(asked, 'utf8').trimEnd().split('\n');
    },
    /** In a folder of its user: they take it away themselves. */
    answer: (code: number) => machine.run('sh', '-c', `echo ${code} > ${home}/answer`),
    end: () => rmSync(program),
  };
}

/** By the window, as far as the question for a password. */
export async function bringUpdate(page: Page): Promise<void> {
  await page.getByTestId('update-line').click();
  await page.getByTestId('update-download').click();
  // Half a gigabyte.
  await page.getByTestId('update-install').click({ timeout: 120_000 });
}
