// The server inside the app is built, unlike the one that stands alone: everything it offers besides Socket.IO is asked
// for once, from outside.
import { expect, it, onTestFinished } from 'vitest';
import { requestJson } from '../../src/node/jsonRequest.ts';
import { createPinnedAgent } from '../../src/node/pinnedAgent.ts';
import { Way } from '../../src/shared/ways.ts';
import { describeDesktop } from '../support/electron.ts';
import { newcomer } from '../support/person.ts';
import { openApp } from './support/app.ts';
import { call, hostTeam, message, openConversation, teamOf } from './support/steps.ts';

describeDesktop('a team that is hosted here', () => {
  it('has every way in, for people, hooks and browsers', async () => {
    const { page } = await openApp();
    const address = await hostTeam(page, 'Riverside Lab', 'Mara Lind');
    await openConversation(page, 'general');

    const wei = await newcomer(address, 'Wei');
    for (const way of Way.options)
      expect(await wei.call('link.try', { way })).toMatchObject({ way, error: null });
    await wei.call('link.force', { way: 'poll' });
    await wei.settled();
    await wei.tells(await wei.find('general'), 'by polling');
    await message(page, 'by polling').waitFor();

    const agent = createPinnedAgent({ kind: 'look' });
    onTestFinished(() => agent.destroy());
    const { id } = await teamOf(page);
    const conversation = await wei.find('general');
    const made = await call(page, 'hook.create', { name: 'Backup', conversation }, id);
    expect(
      await requestJson(made.url, { agent, method: 'POST', body: { text: 'done' } }),
    ).toMatchObject({
      ok: true,
    });
    await message(page, 'done').waitFor();
    expect(
      await requestJson(`https://${address}/api/v1/openapi.json`, { agent, limit: 1e6 }),
    ).toMatchObject({
      openapi: '3.1.0',
    });
  });
});
