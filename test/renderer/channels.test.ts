// Channels: finding and joining them, making one, and the settings of one.
import { afterEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { useConversations } from '../../src/renderer/stores/conversations.ts';
import { useUi } from '../../src/renderer/stores/ui.ts';
import { placeTest, type PlaceTest } from './support/placeTest.ts';
import { settle } from './support/mountApp.ts';

let page: PlaceTest;
afterEach(() => page.close());

const listed = () =>
  page.all('channel-listing').map((one) => one.querySelector('strong')?.textContent);

describe('finding channels', () => {
  it('shows what there is, with the archive apart, and marks what is private', async () => {
    page = await placeTest(({ team }) => {
      team.places.addElsewhere('printers', { topic: 'Paper, toner' });
      team.places.addElsewhere('moving-2025', { archived: true });
      team.addConversation('channel', 'budget', { private: true });
    });
    await page.show('channels');
    expect(listed()).toEqual(['general', 'hardware', 'budget', 'printers', 'moving-2025']);
    const last = page.all('channel-listing').at(-1);
    expect(last?.closest('section')?.querySelector('h3')?.textContent).toBe('Archive');
    const budget = page.all('channel-listing').find((one) => one.textContent.includes('budget'));
    expect(budget?.querySelector('[aria-label="Private channel"]')).not.toBeNull();
  });

  it('joins what one finds, and opens it', async () => {
    page = await placeTest(({ team }) => team.places.addElsewhere('printers'));
    await page.show('channels');
    await page.type('channel-find', 'prin');
    expect(listed()).toEqual(['printers']);
    await page.click('channel-join');
    expect(page.names()).toContain('printers');
    expect(useConversations().open?.name).toBe('printers');
    expect(useUi().dialog).toBeNull();
  });

  it('keeps open what was opened before its row has come, whatever else is told first', async () => {
    page = await placeTest();
    const conversations = useConversations();
    const [first] = conversations.all;
    if (!first) throw new Error('no conversation');
    const coming = { ...first, id: '01a00000-0000-7000-8000-00000000c0de', name: 'made just now' };
    conversations.show(coming.id);
    page.team.push('conversations', { changed: [{ ...first, unread: 1 }], removed: [] });
    expect(conversations.current).toBe(coming.id);
    page.team.push('conversations', { changed: [coming], removed: [] });
    expect(conversations.open?.name).toBe('made just now');
    page.team.push('conversations', { changed: [], removed: [coming.id] });
    expect(conversations.open?.name).not.toBe(undefined);
    expect(conversations.current).not.toBe(coming.id);
  });

  it('says why one cannot come in', async () => {
    page = await placeTest(({ team }) => team.places.addElsewhere('printers'));
    page.team.instead['channel.join'] = () => {
      throw new Refusal('OFFLINE', 'no line');
    };
    await page.show('channels');
    await page.type('channel-find', 'prin');
    await page.click('channel-join');
    expect(page.textOf('error-text')).toContain('no connection');
  });

  it('offers a guest no new channel', async () => {
    page = await placeTest(({ noor }) => (noor.role = 'guest'));
    await page.show('channels');
    expect(page.find('channel-new')).toBeNull();
    await page.type('channel-find', 'something-new');
    await page.submit('channel-find');
    expect(page.find('channel-name')).toBeNull();
  });
});

describe('a new channel', () => {
  it('comes from the name that was not found, open and for all', async () => {
    page = await placeTest();
    await page.show('channels');
    await page.type('channel-find', '#读书会');
    await page.submit('channel-find');
    await page.type('channel-topic', 'Books');
    await page.submit('channel-topic');
    expect(page.heard('channel.create')).toEqual([
      { name: '读书会', topic: 'Books', private: false, posting: 'everyone', members: [] },
    ]);
    expect(useConversations().open?.name).toBe('读书会');
  });

  it('may be private, for announcements, with people in it from the start', async () => {
    page = await placeTest();
    await page.show('channels');
    await page.click('channel-new');
    await page.type('channel-name', 'news');
    await page.click('channel-private');
    await page.click('posting-admins');
    await page.type('people-input', 'wei');
    await page.key('people-input', 'Enter');
    await page.click('channel-create');
    await page.submit('channel-name');
    expect(page.heard('channel.create').at(-1)).toEqual({
      name: 'news',
      topic: '',
      private: true,
      posting: 'admins',
      members: [page.lab.wei.id],
    });
  });

  it('says what is wrong with its name, before and after asking', async () => {
    page = await placeTest();
    await page.show('channels');
    await page.click('channel-new');
    await page.type('channel-name', 'two words');
    expect(page.textOf('error-text')).toContain('no spaces');
    await page.type('channel-name', 'General');
    await page.submit('channel-name');
    expect(page.textOf('error-text')).toContain('already has that name');
  });
});

describe('the settings of a channel', () => {
  it('change its name and topic for all', async () => {
    page = await placeTest();
    await page.show('channel', page.lab.general.id);
    await page.type('channel-rename', 'everybody');
    await page.submit('channel-rename');
    expect(page.heard('conversation.set')).toEqual([
      { conversation: page.lab.general.id, name: 'everybody' },
    ]);
    await page.choose('channel-posting', 'admins');
    expect(page.heard('conversation.set').at(-1)).toEqual({
      conversation: page.lab.general.id,
      posting: 'admins',
    });
  });

  it('follow others where nothing was typed, and keep what was', async () => {
    page = await placeTest();
    await page.show('channel', page.lab.general.id);
    await page.type('channel-rename', 'mine');
    page.team.change({ ...page.lab.general, name: 'theirs', topic: 'Theirs' });
    await settle();
    expect(page.find('channel-rename')).toHaveProperty('value', 'mine');
    expect(page.find('channel-retopic')).toHaveProperty('value', 'Theirs');
  });

  it('are text for who may not change them', async () => {
    page = await placeTest(({ general, noor }) => {
      Object.assign(general, { mayManage: false, topic: 'Only to read' });
      noor.role = 'guest';
    });
    await page.show('channel', page.lab.general.id);
    for (const id of [
      'channel-rename',
      'channel-posting',
      'members-add',
      'member-remove',
      'channel-archive',
    ])
      expect(page.find(id), id).toBeNull();
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('Only to read');
    expect(page.find('channel-leave')).not.toBeNull();
  });

  it('add people and take them out again', async () => {
    page = await placeTest(({ general, wei }) => {
      general.members = general.members.filter((id) => id !== wei.id);
    });
    await page.show('channel', page.lab.general.id);
    await page.click('members-add');
    // Only who is not there yet.
    expect(page.all('people-option').map((one) => one.dataset['person'])).toEqual([
      page.lab.wei.id,
    ]);
    await page.click('people-option');
    await page.submit('people-input');
    expect(page.all('channel-member')).toHaveLength(3);
    const remove = page
      .all('member-remove')
      .find(({ dataset }) => dataset['person'] === page.lab.wei.id);
    await page.clickOn(remove);
    expect(page.all('channel-member')).toHaveLength(2);
    // Nobody takes themselves out here; that is leaving.
    expect(page.all('member-remove').map(({ dataset }) => dataset['person'])).not.toContain(
      page.lab.noor.id,
    );
  });

  it('carry one’s own wishes', async () => {
    page = await placeTest();
    await page.show('channel', page.lab.general.id);
    await page.choose('channel-notify', 'all');
    await page.choose('channel-mute', 'ever');
    expect(page.heard('preference.set')).toMatchObject([
      { notify: 'all' },
      { mutedUntil: expect.any(Number) },
    ]);
    await page.choose('channel-mute', 'off');
    expect(page.heard('preference.set').at(-1)).toMatchObject({ mutedUntil: null });
  });

  it('archive it and bring it back', async () => {
    page = await placeTest();
    await page.show('channel', page.lab.general.id);
    await page.click('channel-archive');
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('in the archive');
    // Nothing about it can be changed now.
    expect(page.find('channel-rename')).toBeNull();
    await page.click('channel-archive');
    expect(page.find('channel-rename')).not.toBeNull();
  });

  it('say so when one is not in it any more', async () => {
    page = await placeTest();
    await page.show('channel', page.lab.general.id);
    page.team.places.handlers['channel.leave']({ conversation: page.lab.general.id });
    await settle();
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('not in this channel');
  });
});
