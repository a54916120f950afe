// What people do in the window, said once. Also used by the screenshots, so nothing of vitest here.
import type { Locator, Page } from 'playwright-core';
import type { CallInput, CallName, CallOutput } from '../../../src/shared/api.ts';
import type { Outcome } from '../../../src/shared/errors.ts';
import type { TeamState } from '../../../src/shared/rows.ts';
import { freePort } from '../../support/freePort.ts';

export type ShownMessage = { key: string; state: string; text: string };

/** Asks the core as the page would; `team` for calls about one. Throws what it refuses. */
export async function call<N extends CallName>(
  page: Page,
  name: N,
  input?: CallInput<N>,
  team: string | null = null,
): Promise<CallOutput<N>> {
  const outcome = await page.evaluate(([n, i, t]) => window.lanline.call(n, i, t), [
    name,
    input,
    team,
  ] as const);
  const answer = outcome as Outcome<CallOutput<N>>;
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
  return answer.value;
}

/** The team of a window that has one. */
export async function teamOf(page: Page): Promise<TeamState> {
  const [team, ...others] = (await call(page, 'app.boot')).teams;
  if (!team || others.length > 0) throw new Error('not one team');
  return team;
}

/** The page is there, with a team or the welcome, or locked. */
export const whenOpen = (page: Page): Promise<void> =>
  page
    .getByTestId('welcome-host')
    .or(page.getByTestId('line'))
    .or(page.getByTestId('locked'))
    .first()
    .waitFor();

/**
 * Hosts a team on a free port, open to everybody. Not through the form, which takes the one known
 * port: tests of several checkouts may run on one machine. Answers the address for others.
 */
export async function hostTeam(page: Page, team: string, name: string): Promise<string> {
  const { id } = await call(page, 'team.host', { team, name, port: await freePort() });
  await whenLine(page, 'live');
  await call(page, 'team.set', { name: team, door: 'open' }, id);
  return hostedAt(page);
}

/** Where the team of this window is found, once its server runs: the line may be live before that is told. */
export async function hostedAt(page: Page): Promise<string> {
  for (;;) {
    const { hosting } = await teamOf(page);
    if (hosting?.state === 'running') return `127.0.0.1:${hosting.port}`;
    if (hosting?.state !== 'starting') throw new Error(`not hosting: ${JSON.stringify(hosting)}`);
  }
}

/** `place`: an address or a link. */
export async function joinTeam(page: Page, place: string, name: string): Promise<void> {
  await lookFor(page, place);
  await page.getByTestId('join-person-name').fill(name);
  await page.getByTestId('join-submit').click();
  await whenLine(page, 'live');
}

export async function lookFor(page: Page, place: string): Promise<void> {
  await page.getByTestId('join-place').fill(place);
  await page.getByTestId('join-look').click();
}

/** The last four words of what a screen says, however it sets them: a key, to be compared. */
export const fourWords = (text: string): string =>
  text
    .split(/[^a-z]+/)
    .slice(-4)
    .join('-');

const line = (page: Page, state: string): Locator =>
  page.locator(`[data-testid="line"][data-state="${state}"]`);

export const whenLine = (page: Page, state: string): Promise<void> => line(page, state).waitFor();

/** Its row in the sidebar. */
export const conversation = (page: Page, name: string): Locator =>
  page.getByTestId('conversation-item').filter({ hasText: name });

export async function openConversation(page: Page, name: string): Promise<void> {
  await goTo(page, name);
  await page.locator('main').getByTestId('composer-input').waitFor();
}

/** The same where nothing may be written. */
export async function goTo(page: Page, name: string): Promise<void> {
  await conversation(page, name).click();
  await page.getByTestId('header-name').filter({ hasText: name }).waitFor();
}

/** Writes and sends, and waits until the window shows it, sent or waiting. */
export async function say(page: Page, text: string): Promise<void> {
  const composer = page.getByTestId('composer-input');
  await composer.fill(text);
  await composer.press('Enter');
  await message(page, text).waitFor();
}

export const message = (page: Page, text: string): Locator =>
  page.getByTestId('message').filter({ hasText: text });

/** In the order shown. */
export const shownMessages = (page: Page): Promise<ShownMessage[]> =>
  page.getByTestId('message').evaluateAll((elements) =>
    elements.map((element) => ({
      key: element.getAttribute('data-key') ?? '',
      state: element.getAttribute('data-state') ?? '',
      text: element.querySelector('[data-testid="message-text"]')?.textContent.trim() ?? '',
    })),
  );

export const shownTexts = async (page: Page): Promise<string[]> =>
  (await shownMessages(page)).map(({ text }) => text);
