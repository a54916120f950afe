// Two people at fresh computers of one network, who find each other there and nowhere else.
import { expect } from 'vitest';
import type { Computer } from '../../support/namespaces.ts';
import { openRemote, type RemoteApp } from './remote.ts';
import { fourWords } from './steps.ts';

export type Somebody = RemoteApp & {
  /** What this person had to decide so far: every click, every field. */
  decisions: string[];
  click(what: string, testid: string): Promise<void>;
  fill(what: string, testid: string, text: string): Promise<void>;
};

export const byId = (testid: string): string => `[data-testid="${testid}"]`;

export async function openSomebody(
  computer: Computer,
  ...options: [] | [Parameters<typeof openRemote>[1]]
): Promise<Somebody> {
  const app = await openRemote(computer, ...options);
  const decisions: string[] = [];
  return {
    ...app,
    decisions,
    async click(what, testid) {
      decisions.push(what);
      await app.step('click', byId(testid));
    },
    async fill(what, testid, text) {
      decisions.push(what);
      await app.step('fill', byId(testid), text);
    },
  };
}

/** Hosts a team with the name that is offered. */
export async function hostByHand(host: Somebody, name: string): Promise<void> {
  await host.click('host a team here', 'welcome-host');
  await host.fill('my name', 'host-person-name', name);
  await host.step('press', byId('host-person-name'), 'Enter');
  await host.step('whenLine', 'live');
}

/** Chooses the one team of the list, asks to be let in, and is. Answers the words that each of the two saw. */
export async function joinByHand(
  guest: Somebody,
  name: string,
  host: Somebody,
): Promise<{ guest: string; host: string }> {
  await guest.click('this team', 'nearby-join');
  const words = { guest: fourWords(await guest.step('see', byId('join-words'))), host: '' };
  await guest.fill('my name', 'join-person-name', name);
  await guest.click('the words are right: ask to be let in', 'join-submit');
  await host.click('who is there', 'requests-open');
  expect(await host.step('see', byId('request-row'))).toContain(name);
  words.host = fourWords(await host.step('see', byId('invite-words')));
  await host.click('let in', 'request-admit');
  // Putting a dialog away decides nothing.
  await host.step('press', 'body', 'Escape');
  await guest.step('whenLine', 'live');
  return words;
}

/** Both write, and read each other, where they are: in #general. */
export async function talk(host: Somebody, guest: Somebody, texts: [string, string]) {
  await host.step('say', texts[0]);
  await expect.poll(() => guest.step('shownTexts')).toEqual([texts[0]]);
  await guest.step('say', texts[1]);
  await expect.poll(() => host.step('shownTexts')).toEqual(texts);
}
