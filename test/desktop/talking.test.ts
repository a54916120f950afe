// Two people, two real apps: they talk, lose the server, write on, get it back, restart.
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import type { App } from './support/app.ts';
import { createChannel } from './support/placeSteps.ts';
import { names, sharedPair } from './support/shared.ts';
import { openConversation, say, shownMessages, shownTexts, whenLine } from './support/steps.ts';

describeDesktop('two people', () => {
  const { mara, wei, again } = sharedPair();

  /** In a channel of their own, where nothing has been said yet. */
  async function meetIn(channel: string): Promise<void> {
    await createChannel(mara.page, channel, { with: names.wei });
    await openConversation(wei.page, channel);
  }

  it('talk both ways', async () => {
    await meetIn('switches');
    await say(mara.page, 'The new switch is in.');
    await expect.poll(texts(wei), patient).toEqual(['The new switch is in.']);
    await say(wei.page, '下午我会测一下');
    await expect.poll(texts(mara), patient).toEqual(['The new switch is in.', '下午我会测一下']);
    await expect.poll(kept(mara), patient).toBe(2);
    await expect.poll(kept(wei), patient).toBe(2);
  });

  it('lose the server; what was written meanwhile arrives once and in order', async () => {
    await meetIn('lost');
    await say(mara.page, 'before');
    await expect.poll(texts(wei), patient).toEqual(['before']);

    await mara.kill();
    await whenLine(wei.page, 'offline');
    for (const text of ['one', 'two', 'three']) await say(wei.page, text);
    await expect
      .poll(async () => (await shownMessages(wei.page)).map(({ state }) => state))
      .toEqual(['kept', 'waiting', 'waiting', 'waiting']);

    await again(mara);
    await whenLine(mara.page, 'live');
    await whenLine(wei.page, 'live');
    await openConversation(mara.page, 'lost');
    await expect.poll(texts(mara), patient).toEqual(['before', 'one', 'two', 'three']);
    await expect.poll(texts(wei), patient).toEqual(['before', 'one', 'two', 'three']);
    await expect.poll(kept(wei), patient).toBe(4);
  });

  it('go on when the hosted server dies by itself', async () => {
    await meetIn('dead');
    const first = await serverPid(mara);
    process.kill(first, 'SIGKILL');
    await say(wei.page, 'written while it was gone');
    await expect.poll(texts(mara), patient).toEqual(['written while it was gone']);
    await expect.poll(kept(wei), patient).toBe(1);
    await expect.poll(() => serverPid(mara)).not.toBe(first);
  });

  it('restart while the server is away, and what waited is still sent', async () => {
    await meetIn('away');
    await mara.quit();
    await whenLine(wei.page, 'offline');
    await say(wei.page, 'written offline');
    await wei.kill();

    await again(wei);
    await openConversation(wei.page, 'away');
    await expect.poll(texts(wei), patient).toEqual(['written offline']);
    await again(mara);
    await openConversation(mara.page, 'away');
    await expect.poll(texts(mara), patient).toEqual(['written offline']);
    await expect.poll(kept(wei), patient).toBe(1);
  });

  it('restart and find everything: messages, drafts, what is unread', async () => {
    await meetIn('restart');
    await say(mara.page, 'read by both');
    await expect.poll(texts(wei), patient).toEqual(['read by both']);
    await wei.page.getByTestId('composer-input').fill('half a thought');
    await wei.quit();
    for (const text of ['first unread', 'second unread']) await say(mara.page, text);
    await expect.poll(kept(mara), patient).toBe(3);
    await mara.quit();

    await again(mara);
    await again(wei);
    await whenLine(wei.page, 'live');
    await expect
      .poll(texts(wei), patient)
      .toEqual(['read by both', 'first unread', 'second unread']);
    await wei.page.getByTestId('unread-line').waitFor();
    await expect
      .poll(() => orderInPage(wei))
      .toEqual(['message', 'unread-line', 'message', 'message']);
    await expect
      .poll(() => wei.page.getByTestId('composer-input').inputValue())
      .toBe('half a thought');

    await openConversation(mara.page, 'restart');
    await expect
      .poll(texts(mara), patient)
      .toEqual(['read by both', 'first unread', 'second unread']);
  });
});

const patient = { timeout: 30_000 };

const texts = (app: App) => (): Promise<string[]> => shownTexts(app.page);

/** How many messages the window shows, when each is there once and in the server's log; else -1. */
const kept = (app: App) => async (): Promise<number> => {
  const messages = await shownMessages(app.page);
  const keys = new Set(messages.map(({ key }) => key));
  const whole = messages.every(({ state }) => state === 'kept') && keys.size === messages.length;
  return whole ? messages.length : -1;
};

const serverPid = (app: App): Promise<number> =>
  app.electron.evaluate(({ app: it }) => {
    const server = it.getAppMetrics().find(({ name }) => name === 'Lanline server');
    if (!server) throw new Error('no server is hosted');
    return server.pid;
  });

const orderInPage = (app: App): Promise<(string | null)[]> =>
  app.page
    .locator('[data-testid="message"], [data-testid="unread-line"]')
    .evaluateAll((found) => found.map((element) => element.getAttribute('data-testid')));
