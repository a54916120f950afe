// Channels and groups between two real apps: who may see, write, and change what.
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { newcomer } from '../support/person.ts';
import { plug, unplug } from './support/cable.ts';
import {
  composer,
  editByMenu,
  pickEmoji,
  reactions,
  said,
  tool,
  write,
} from './support/messageSteps.ts';
import {
  createChannel,
  fromItsMenu,
  joinChannel,
  openGroup,
  pickPerson,
} from './support/placeSteps.ts';
import { names, sharedPair } from './support/shared.ts';
import { conversation, goTo, openConversation } from './support/steps.ts';

describeDesktop('a conversation', () => {
  const { mara, wei, address } = sharedPair();

  it('that is private is known to its members alone', async () => {
    await createChannel(mara.page, 'secret', { private: true });
    await write(mara.page, 'said before');
    await wei.page.getByTestId('new-channel').click();
    await wei.page.getByTestId('channel-listing').filter({ hasText: 'general' }).waitFor();
    expect(
      await wei.page.getByTestId('channel-listing').filter({ hasText: 'secret' }).count(),
    ).toBe(0);
    await wei.page.keyboard.press('Escape');

    await fromItsMenu(mara.page, 'secret', 'menu-settings');
    await mara.page.getByTestId('members-add').click();
    await pickPerson(mara.page, 'Wei');
    await mara.page.getByTestId('members-add-now').click();
    await openConversation(wei.page, 'secret');
    await wei.page.getByTestId('note').filter({ hasText: names.mara }).last().waitFor();
    await mara.page.getByTestId('member-remove').click();
    await conversation(wei.page, 'secret').waitFor({ state: 'detached' });
    await mara.page.keyboard.press('Escape');
    await mara.page.getByTestId('note').filter({ hasText: names.wei }).last().waitFor();
    await openConversation(wei.page, 'general');
  });

  it('of announcements is written by some, and answered by all', async () => {
    await createChannel(mara.page, 'news', { announcements: true, with: 'Wei' });
    await write(mara.page, 'We have moved');
    await goTo(wei.page, 'news');
    await wei.page.locator('main').getByTestId('composer-closed').waitFor();
    const news = said(wei.page, 'We have moved');
    await tool(news, 'react');
    await pickEmoji(wei.page, 'tada');
    await expect.poll(() => reactions(said(mara.page, 'We have moved'))).toEqual(['🎉 1']);
    await tool(news, 'thread');
    await write(wei.page, 'Where to?', 'thread');
    await said(mara.page, 'We have moved').getByTestId('thread-footer').waitFor();
    expect(await news.getByTestId('message-reply').count()).toBe(0);
    await wei.page.getByTestId('panel-close').click();
  });

  it('has a topic that is changed in place', async () => {
    await createChannel(mara.page, 'plans', { topic: 'next year', with: 'Wei' });
    await openConversation(wei.page, 'plans');
    const topic = (page: typeof mara.page) => page.getByTestId('header-topic');
    await expect.poll(() => topic(wei.page).innerText()).toBe('next year');
    await topic(wei.page).click();
    await wei.page.getByTestId('header-topic-input').fill('this year');
    await wei.page.keyboard.press('Enter');
    await expect.poll(() => topic(mara.page).innerText()).toBe('this year');
    await mara.page.getByTestId('note').filter({ hasText: 'this year' }).waitFor();
  });

  it('is archived and brought back, and what was refused meanwhile can be tried again', async () => {
    await createChannel(mara.page, 'old', { with: 'Wei' });
    await openConversation(wei.page, 'old');
    await write(wei.page, 'was rihgt');
    await said(mara.page, 'was rihgt').waitFor();
    await unplug(wei);
    await fromItsMenu(mara.page, 'old', 'menu-archive');
    await mara.page.getByTestId('composer-closed').waitFor();
    await editByMenu(said(wei.page, 'was rihgt'), 'was right');
    for (const text of ['written late', 'never mind']) await write(wei.page, text);
    await plug(wei);

    const failed = (text: string) => said(wei.page, text).and(wei.page.locator('.failed'));
    await failed('written late').waitFor();
    await wei.page.getByTestId('undone').waitFor();
    await wei.page.locator('main').getByTestId('composer-closed').waitFor();
    await failed('never mind').getByTestId('message-discard').click();
    await said(wei.page, 'never mind').waitFor({ state: 'detached' });

    await fromItsMenu(mara.page, 'old', 'menu-archive');
    await composer(wei.page).waitFor();
    await wei.page.getByTestId('undone-retry').click();
    await said(mara.page, 'was right').waitFor();
    await failed('written late').getByTestId('message-retry').click();
    await said(mara.page, 'written late').waitFor();
    expect(await said(mara.page, 'never mind').count()).toBe(0);
  });

  it('gives back a failed message to be written anew', async () => {
    await createChannel(mara.page, 'shut', { with: 'Wei' });
    await openConversation(wei.page, 'shut');
    await unplug(wei);
    await write(wei.page, 'too late');
    await fromItsMenu(mara.page, 'shut', 'menu-archive');
    await mara.page.getByTestId('composer-closed').waitFor();
    await plug(wei);
    await wei.page.getByTestId('message-edit').waitFor();
    await fromItsMenu(mara.page, 'shut', 'menu-archive');
    await composer(wei.page).waitFor();
    await wei.page.getByTestId('message-edit').click();
    await expect.poll(() => composer(wei.page).inputValue()).toBe('too late');
    await write(wei.page, 'in time after all');
    await said(mara.page, 'in time after all').waitFor();
  });

  it('is silent when muted, and on top when it is a favourite', async () => {
    await createChannel(mara.page, 'chatter', { with: 'Wei' });
    const row = conversation(wei.page, 'chatter');
    await fromItsMenu(wei.page, 'chatter', 'menu-mute', 'mute-hour');
    await row.and(wei.page.locator('.muted')).waitFor();
    await openConversation(wei.page, 'general');
    await write(mara.page, 'still talking, @Wei Chen 陈伟');
    await expect.poll(() => row.getAttribute('data-unread')).toBe('1');
    expect(await row.locator('.badge').count()).toBe(0);
    await fromItsMenu(wei.page, 'chatter', 'menu-unmute');
    await expect.poll(() => row.locator('.badge').count()).toBe(1);

    await openConversation(wei.page, 'chatter');
    await wei.page.getByTestId('header-favourite').click();
    const favourites = wei.page.locator('section').filter({
      has: wei.page.getByTestId('fold-favourites'),
    });
    await favourites.getByTestId('conversation-item').filter({ hasText: 'chatter' }).waitFor();
    expect(await wei.page.getByTestId('conversation-item').first().innerText()).toContain(
      'chatter',
    );
    expect(await mara.page.getByTestId('fold-favourites').count()).toBe(0);
    await fromItsMenu(wei.page, 'chatter', 'menu-favourite');
    await favourites.waitFor({ state: 'detached' });
  });

  it('is left, and found again among all', async () => {
    await createChannel(mara.page, 'comings', { with: 'Wei' });
    await openConversation(wei.page, 'comings');
    await fromItsMenu(wei.page, 'comings', 'menu-leave');
    await conversation(wei.page, 'comings').waitFor({ state: 'detached' });
    await expect.poll(() => mara.page.getByTestId('header-members').innerText()).toBe('1');
    await write(mara.page, 'said meanwhile');
    await joinChannel(wei.page, 'comings');
    await write(wei.page, 'back again');
    await said(mara.page, 'back again').waitFor();
  });

  it('of a few has those who were chosen, and is the same for all of them', async () => {
    const amira = await newcomer(address(), 'Amira');
    await openGroup(mara.page, 'Wei', 'Amira');
    await write(mara.page, 'Just us three');
    await openConversation(wei.page, `Amira, ${names.mara}`);
    await said(wei.page, 'Just us three').waitFor();
    await write(wei.page, 'Good');
    await said(mara.page, 'Good').waitFor();
    const group = await amira.find(`${names.mara}, ${names.wei}`);
    await amira.sees(group, ['Just us three', 'Good']);
    expect(await mara.page.getByTestId('header-members').innerText()).toBe('3');
  });
});
