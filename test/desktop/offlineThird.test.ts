// Two people do everything there is; a third is off for all of it, a fourth does half of their own
// without a line. In the end all four computers hold exactly the same, and show it.
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { allTheSame, type Folding, stateOf } from '../support/fold.ts';
import { type App, openApp } from './support/app.ts';
import { plug, unplug } from './support/cable.ts';
import { actOffline, openPlaces, talkInGeneral, talkInThread } from './support/doings.ts';
import { said, write } from './support/messageSteps.ts';
import {
  call,
  goTo,
  hostTeam,
  joinTeam,
  openConversation,
  teamOf,
  whenLine,
} from './support/steps.ts';

describeDesktop('who was away', () => {
  it('has exactly the same in the end, and so has who acted without a line', async () => {
    const [mara, wei, amira, jonas] = await Promise.all([
      openApp(),
      openApp(),
      openApp(),
      openApp(),
    ]);
    const address = await hostTeam(mara.page, 'Riverside Lab', 'Mara Lind');
    const guests = { 'Wei Chen 陈伟': wei, 'Amira Haddad': amira, 'Jonas Weber': jonas };
    for (const [name, { page }] of Object.entries(guests)) await joinTeam(page, address, name);
    for (const { page } of [mara, wei, amira, jonas]) await openConversation(page, 'general');

    await write(mara.page, 'first words');
    await write(jonas.page, 'from Jonas');
    await write(wei.page, 'an advertisement');
    for (const text of ['to be edited', 'to be deleted', 'about to go'])
      await write(amira.page, text);
    for (const { page } of [mara, wei, amira]) await said(page, 'about to go').waitFor();
    for (const { page } of [mara, amira]) await said(page, 'from Jonas').waitFor();
    // An edit of what its writer does not know to be kept would go with it, when it is sent again.
    for (const text of ['to be edited', 'to be deleted', 'about to go'])
      await said(amira.page, text).and(amira.page.locator('[data-state="kept"]')).waitFor();
    await jonas.kill();
    await unplug(amira);

    await talkInGeneral({ mara, wei });
    await actOffline(amira);
    await talkInThread({ mara, wei });
    await openPlaces({ mara, wei });

    await plug(amira);
    await amira.page.getByTestId('undone-discard').click();
    const back = await openApp(jonas.folder);
    const all = [mara, wei, amira, back];
    for (const app of all) await whenLine(app.page, 'live');
    await allTheSame(all.map(folding));
    const state = await stateOf(folding(mara));
    const general = [...state.conversations.values()].find(({ name }) => name === 'general');
    expect(general).toMatchObject({ topic: 'said offline' });
    await sameInWindows(all);

    for (const app of all.toReversed()) await app.quit();
    const again: App[] = [];
    for (const { folder } of all) again.push(await openApp(folder));
    for (const app of again) await whenLine(app.page, 'live');
    await allTheSame(again.map(folding));
    expect(await stateOf(folding(again[0] ?? mara))).toEqual(state);
    await sameInWindows(again);
    // Four apps, twice.
  }, 300_000);
});

const folding = ({ page }: App): Folding => ({
  call: async (name, ...[input]) => call(page, name, input, (await teamOf(page)).id),
  me: async () => (await teamOf(page)).me,
  settled: async () => {
    await expect
      .poll(async () => (await teamOf(page)).link)
      .toMatchObject({ state: 'live', waiting: 0 });
  },
});

/** Conversations that all of them are in, and what stands there. */
async function sameInWindows(apps: readonly App[]): Promise<void> {
  for (const name of ['general', 'laboratory', 'news']) {
    const inIt: Page[] = [];
    for (const { page } of apps) if (await isIn(page, name)) inIt.push(page);
    if (inIt.length < 2) throw new Error(`nobody to compare #${name} with`);
    for (const page of inIt) await goTo(page, name);
    await expect
      .poll(async () => {
        const [first = [], ...others] = await Promise.all(inIt.map(shown));
        const differ = others.filter((rows) => !isDeepStrictEqual(rows, first));
        return { enough: first.length > 1, first: differ.length > 0 && first, differ };
      })
      .toEqual({ enough: true, first: false, differ: [] });
  }
}

/** By the core: its window may hear of it a moment later. */
async function isIn(page: Page, name: string): Promise<boolean> {
  const { id } = await teamOf(page);
  const rows = await call(page, 'conversations.list', undefined, id);
  return rows.some((row) => row.name === name);
}

/** What can be seen of each row, without what is only this person's: what is new to them, and ages. */
const shown = (page: Page): Promise<string[]> =>
  page
    .getByTestId('timeline')
    .locator('[data-testid="message"], [data-testid="note"]')
    .evaluateAll((rows) => {
      const named = (id: string): string => `[data-testid="${id}"]`;
      const said = ['message-author', 'message-quote', 'message-text', 'forwarded', 'tombstone'];
      const under = ['reaction', 'acknowledged'].map(named);
      const parts = [...said.map(named), ...under, `${named('thread-footer')} .count`];
      const marks = ['edited', 'pinned', 'of-thread'];
      return rows.map((row) => {
        const texts = parts.flatMap((part) =>
          [...row.querySelectorAll(part)].map((one) => one.textContent.trim()),
        );
        const signs = marks.filter((mark) => row.querySelector(named(mark)));
        return [row.getAttribute('data-key'), ...texts, ...signs].join(' | ');
      });
    });
