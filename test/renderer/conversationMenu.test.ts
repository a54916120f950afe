// The menu of a conversation, its header, and read and unread by hand.
import { afterEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { FOREVER } from '../../src/renderer/rules.ts';
import { useConversations } from '../../src/renderer/stores/conversations.ts';
import { useUi } from '../../src/renderer/stores/ui.ts';
import { placeTest, type PlaceTest } from './support/placeTest.ts';
import { settle } from './support/mountApp.ts';

let page: PlaceTest;
afterEach(() => page.close());
const hour = 3_600_000;

describe('the menu', () => {
  it('offers what one may do with a channel', async () => {
    page = await placeTest();
    expect(await page.menu(page.lab.hardware.id)).toEqual([
      'read',
      'favourite',
      'window',
      'mute',
      'notify',
      'settings',
      'archive',
      'leave',
    ]);
  });

  it('offers no archive to who does not look after the channel', async () => {
    page = await placeTest(({ general }) => (general.mayManage = false));
    const offered = await page.menu(page.lab.general.id);
    expect(offered).not.toContain('archive');
    expect(offered).toContain('leave');
  });

  it('offers no channel things among two', async () => {
    page = await placeTest();
    expect(await page.menu(page.lab.direct.id)).toEqual([
      'read',
      'favourite',
      'window',
      'mute',
      'notify',
    ]);
  });

  it('opens by the dots, too, about its own row', async () => {
    page = await placeTest();
    await page.clickOn(page.item(page.lab.direct.id)?.parentElement?.querySelector('.dots'));
    expect(page.find('conversation-menu')).not.toBeNull();
    await page.click('menu-favourite');
    expect(page.heard('preference.set')).toEqual([
      { conversation: page.lab.direct.id, favourite: true },
    ]);
  });

  it('does not open beside the rows', async () => {
    page = await placeTest();
    const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
    page.find('fold-channels')?.dispatchEvent(event);
    await settle();
    expect(page.find('conversation-menu')).toBeNull();
  });

  it.each([
    ['hour', hour],
    ['eightHours', 8 * hour],
  ])('mutes for %s', async (span, ms) => {
    page = await placeTest();
    const before = Date.now();
    await page.menu(page.lab.hardware.id);
    await page.openMenu('menu-mute');
    await page.click(`mute-${span}`);
    const [wish] = page.heard('preference.set') as { mutedUntil: number }[];
    expect(wish?.mutedUntil).toBeGreaterThanOrEqual(before + ms);
    expect(wish?.mutedUntil).toBeLessThanOrEqual(Date.now() + ms);
    expect(page.item(page.lab.hardware.id)?.querySelector('[aria-label="Muted"]')).not.toBeNull();
  });

  it('mutes for ever, and unmutes', async () => {
    page = await placeTest();
    await page.menu(page.lab.hardware.id);
    await page.openMenu('menu-mute');
    await page.click('mute-ever');
    expect(page.heard('preference.set')).toEqual([
      { conversation: page.lab.hardware.id, mutedUntil: FOREVER },
    ]);
    expect(await page.menu(page.lab.hardware.id)).not.toContain('mute');
    await page.click('menu-unmute');
    expect(page.heard('preference.set').at(-1)).toEqual({
      conversation: page.lab.hardware.id,
      mutedUntil: null,
    });
  });

  it.each([
    ['nothing', 'nothing'],
    ['usual', null],
  ] as const)('lets %s ring', async (choice, notify) => {
    page = await placeTest(({ hardware }) => (hardware.notify = 'all'));
    await page.menu(page.lab.hardware.id);
    await page.openMenu('menu-notify');
    expect(page.find('notify-all')?.getAttribute('aria-checked')).toBe('true');
    await page.click(`notify-${choice}`);
    expect(page.heard('preference.set')).toEqual([{ conversation: page.lab.hardware.id, notify }]);
  });

  it('leaves an open channel at once, and a private one after a word', async () => {
    page = await placeTest(({ general }) => (general.private = true));
    await page.menu(page.lab.hardware.id);
    await page.click('menu-leave');
    expect(page.names()).not.toContain('hardware');
    await page.menu(page.lab.general.id);
    await page.click('menu-leave');
    expect(page.names()).toContain('general');
    await page.click('leave-channel');
    expect(page.names()).not.toContain('general');
    expect(useUi().dialog).toBeNull();
    // Something else is open now.
    expect(useConversations().current).toBe(page.lab.direct.id);
  });

  it('says why the archive is closed to somebody', async () => {
    page = await placeTest();
    page.team.instead['conversation.set'] = () => {
      throw new Refusal('FORBIDDEN', 'no');
    };
    await page.menu(page.lab.general.id);
    await page.click('menu-archive');
    expect(page.textOf('notice-text')).toContain('may not');
  });
});

describe('read and unread', () => {
  it('marks a conversation read up to its newest message', async () => {
    page = await placeTest(({ team, hardware, mara }) => {
      for (const text of ['a', 'b']) team.log(hardware.id, mara.id, text, 1);
    });
    await page.menu(page.lab.hardware.id);
    await page.click('menu-read');
    expect(page.heard('conversation.read')).toEqual([
      { conversation: page.lab.hardware.id, seq: 2 },
    ]);
    expect(await page.menu(page.lab.hardware.id)).toContain('unread');
  });

  it('marks it unread from the newest message of somebody else', async () => {
    page = await placeTest(({ team, direct, mara, noor }) => {
      team.log(direct.id, mara.id, 'a', 1);
      team.log(direct.id, mara.id, 'b', 2);
      team.log(direct.id, noor.id, 'mine', 3);
      Object.assign(direct, { unread: 0, lastAt: 3 });
    });
    await page.menu(page.lab.direct.id);
    await page.click('menu-unread');
    expect(page.heard('preference.set')).toEqual([
      { conversation: page.lab.direct.id, unreadFrom: 2 },
    ]);
  });

  it('marks everything read with one key, and back again', async () => {
    page = await placeTest(({ team, hardware, direct, mara }) => {
      for (const text of ['a', 'b', 'c']) team.log(hardware.id, mara.id, text, 1);
      team.log(direct.id, mara.id, 'd', 1);
      team.read.set(hardware.id, 1);
    });
    await page.press({ key: 'Escape', code: 'Escape', shiftKey: true });
    expect(page.heard('conversation.read')).toEqual([
      { conversation: page.lab.hardware.id, seq: 3 },
      { conversation: page.lab.direct.id, seq: 1 },
    ]);
    expect(page.textOf('notice-said')).toContain('2 conversations marked read.');
    await page.click('notice-undo');
    expect(page.heard('preference.set')).toEqual([
      { conversation: page.lab.hardware.id, unreadFrom: 2 },
      { conversation: page.lab.direct.id, unreadFrom: 1 },
    ]);
    expect(page.find('notice-said')).toBeNull();
  });

  it('says nothing when nothing was unread', async () => {
    page = await placeTest(({ hardware, direct }) => {
      hardware.unread = 0;
      direct.unread = 0;
    });
    await page.press({ key: 'Escape', code: 'Escape', shiftKey: true });
    expect(page.find('notice-said')).toBeNull();
    expect(page.heard('conversation.read')).toEqual([]);
  });
});

describe('the header', () => {
  it('says where one is, and how many are here', async () => {
    page = await placeTest(({ general }) => (general.topic = 'For all'));
    expect([
      page.textOf('header-name'),
      page.textOf('header-topic'),
      page.textOf('header-members'),
    ]).toEqual(['general', 'For all', '3']);
  });

  it('changes the topic in its place; Escape keeps it as it was', async () => {
    page = await placeTest();
    await page.click('header-topic');
    await page.type('header-topic-input', ' Printers ');
    await page.submit('header-topic-input');
    expect(page.heard('conversation.set')).toEqual([
      { conversation: page.lab.general.id, topic: 'Printers' },
    ]);
    expect(page.textOf('header-topic')).toBe('Printers');
    await page.click('header-topic');
    await page.type('header-topic-input', 'Other');
    await page.key('header-topic-input', 'Escape');
    expect(page.textOf('header-topic')).toBe('Printers');
    expect(page.heard('conversation.set')).toHaveLength(1);
  });

  it.each(['guest', 'member'] as const)(
    'lets a %s change the topic of announcements as little',
    async (role) => {
      page = await placeTest(({ general, noor }) => {
        Object.assign(general, { posting: 'admins', mayManage: false, topic: 'News' });
        noor.role = role;
      });
      expect(page.find('header-topic')).toBeNull();
      expect(page.textOf('header-topic-text')).toBe('News');
    },
  );

  it('says of a person whether they are here and what they say of themselves', async () => {
    page = await placeTest(({ mara }) => {
      mara.status = { emoji: '🍜', text: 'At lunch', until: null };
    });
    await page.clickOn(page.item(page.lab.direct.id));
    expect(page.textOf('header-about')).toBe('Online · At lunch');
    expect(page.find('header-members')).toBeNull();
  });

  it('has the doors to favourites, pins and searching', async () => {
    page = await placeTest();
    await page.click('header-favourite');
    expect(page.find('header-favourite')?.getAttribute('aria-pressed')).toBe('true');
    await page.click('header-pins');
    expect(page.find('panel-pins')).not.toBeNull();
    await page.click('header-search');
    expect(page.find('panel-search')).not.toBeNull();
    await page.click('header-search');
    expect(page.find('panel-search')).toBeNull();
  });
});
