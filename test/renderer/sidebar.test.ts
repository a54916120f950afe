// The sidebar: sections and their order, what is folded, quiet ways in, what each row tells.
import { afterEach, describe, expect, it } from 'vitest';
import { placeTest, type PlaceTest } from './support/placeTest.ts';
import { settle } from './support/mountApp.ts';

let page: PlaceTest;
afterEach(() => page.close());
const hour = 3_600_000;

describe('sections', () => {
  it('hold favourites first, channels by name, people by the latest word', async () => {
    page = await placeTest(({ team, mara, wei, direct, hardware }) => {
      team.addConversation('channel', 'archive', { favourite: true });
      team.addConversation('group', 'Mara, Wei', { members: [mara.id, wei.id], lastAt: 9 });
      direct.lastAt = 4;
      hardware.favourite = true;
      team.addConversation('direct', 'Wei Chen 陈伟', { peer: wei.id, lastAt: 7 });
    });
    expect(page.names()).toEqual([
      'archive',
      'hardware',
      'general',
      'Mara, Wei',
      'Wei Chen 陈伟',
      'Mara Lind',
    ]);
    expect(page.find('fold-favourites')).not.toBeNull();
  });

  it('count as people do', async () => {
    page = await placeTest(({ team }) => {
      for (const n of [10, 9, 1]) team.addConversation('channel', `lab-${n}`);
    });
    expect(page.names().filter((name) => name.startsWith('lab'))).toEqual([
      'lab-1',
      'lab-9',
      'lab-10',
    ]);
  });

  it('follow when something becomes a favourite', async () => {
    page = await placeTest();
    expect(page.find('fold-favourites')).toBeNull();
    page.team.change({ ...page.lab.hardware, favourite: true });
    await settle();
    expect(page.names()[0]).toBe('hardware');
  });

  it('hide what is archived unless one is in it', async () => {
    page = await placeTest(({ team }) =>
      team.addConversation('channel', 'old', { archived: true }),
    );
    expect(page.names()).not.toContain('old');
    const old = [...page.team.conversations.values()].find(({ name }) => name === 'old');
    await page.show('channels');
    await page.clickOn(
      page
        .all('channel-listing')
        .find(({ dataset }) => dataset['id'] === old?.id)
        ?.querySelector('button'),
    );
    expect(page.names()).toContain('old');
  });

  it('fold away, keep what is new and what is open, and stay so', async () => {
    page = await placeTest(({ team }) => team.addConversation('channel', 'quiet'));
    await page.click('fold-channels');
    expect(page.names()).toEqual(['general', 'hardware', 'Mara Lind']);
    expect(page.find('fold-channels')?.getAttribute('aria-expanded')).toBe('false');
    const folded = localStorage.getItem('collapsed') ?? '';
    await page.close();
    localStorage.setItem('collapsed', folded);
    page = await placeTest(({ team }) => team.addConversation('channel', 'quiet'));
    expect(page.names()).not.toContain('quiet');
    await page.click('fold-channels');
    expect(page.names()).toContain('quiet');
  });
});

describe('a row', () => {
  it('leads to where one writes, also from where one is', async () => {
    page = await placeTest();
    const item = page.item(page.lab.general.id);
    item?.focus();
    item?.click();
    await settle();
    expect(document.activeElement).toBe(page.find('composer-input'));
  });

  it('tells what is new, and how much of it asks for an answer', async () => {
    page = await placeTest(({ team }) => {
      team.addConversation('group', 'Mara, Wei', { unread: 120 });
    });
    const badge = (id: string) => page.item(id)?.querySelector('.badge [aria-hidden]')?.textContent;
    const group = [...page.team.conversations.values()].find(({ kind }) => kind === 'group');
    expect([
      badge(page.lab.hardware.id),
      badge(page.lab.direct.id),
      badge(group?.id ?? ''),
    ]).toEqual(['3', '1', '99+']);
    expect(page.item(page.lab.hardware.id)?.classList.contains('unread')).toBe(true);
  });

  it('is faint and counts nothing while it is muted', async () => {
    page = await placeTest(({ hardware }) => (hardware.mutedUntil = Date.now() + hour));
    const row = page.item(page.lab.hardware.id);
    expect(row?.querySelector('.badge')).toBeNull();
    expect([row?.classList.contains('muted'), row?.classList.contains('unread')]).toEqual([
      true,
      false,
    ]);
    expect(row?.querySelector('[aria-label="Muted"]')).not.toBeNull();
  });

  it('is not muted any more when its time is over', async () => {
    page = await placeTest(({ hardware }) => (hardware.mutedUntil = Date.now() - hour));
    expect(page.item(page.lab.hardware.id)?.querySelector('.badge')).not.toBeNull();
  });

  it.each([
    [{ private: true }, 'Private channel'],
    [{ posting: 'admins' }, 'Announcements'],
    [{}, 'Channel'],
  ] as const)('shows by its sign what %j is', async (facts, label) => {
    page = await placeTest(({ general }) => Object.assign(general, facts));
    const sign = page.item(page.lab.general.id)?.querySelector('.channel-sign');
    expect(sign?.getAttribute('aria-label')).toBe(label);
  });

  it('shows the status of the person, and says whether they are here', async () => {
    page = await placeTest(({ mara }) => {
      mara.status = { emoji: '🍜', text: 'At lunch', until: null };
      mara.dndUntil = Date.now() + hour;
    });
    const row = page.item(page.lab.direct.id);
    expect(row?.querySelector('.status-mark')?.textContent).toBe('🍜');
    expect(row?.querySelector('.status-mark')?.getAttribute('title')).toBe('At lunch');
    expect(page.text(row)).toContain('Online, do not disturb');
  });

  it('marks a draft and what could not be sent, but no draft where one writes', async () => {
    page = await placeTest(({ general, hardware, direct }) => {
      general.hasDraft = true;
      hardware.hasDraft = true;
      direct.failed = 1;
    });
    expect(page.text(page.item(page.lab.hardware.id))).toContain('Draft');
    expect(page.text(page.item(page.lab.general.id))).not.toContain('Draft');
    expect(page.item(page.lab.direct.id)?.querySelector('.failed')).not.toBeNull();
  });
});

describe('the quiet ways in', () => {
  it('show how many threads have something new, and what is to be sent only when there is something', async () => {
    page = await placeTest(({ team, general, mara }) => {
      const said = team.log(general.id, mara.id, 'so', 1);
      team.places.threads.push({
        conversation: general.id,
        root: said,
        unread: 2,
        mentions: 0,
        lastAt: 1,
      });
    });
    expect(page.find('entry-threads')?.querySelector('.badge')?.textContent).toBe('1');
    expect(page.find('entry-scheduled')).toBeNull();
    page.team.places.scheduled.push({
      id: 'a',
      conversation: page.lab.general.id,
      text: 'later',
      at: Date.now() + hour,
      thread: null,
      state: 'kept',
      error: null,
    });
    page.team.places.changed('scheduled');
    await settle();
    expect(page.textOf('entry-scheduled')).toBe('Scheduled1');
  });

  it.each(['threads', 'mentions', 'saved'])(
    '%s opens beside the messages and closes again',
    async (view) => {
      page = await placeTest();
      await page.click(`entry-${view}`);
      expect(page.find(`panel-${view}`)).not.toBeNull();
      expect(page.find(`entry-${view}`)?.getAttribute('aria-pressed')).toBe('true');
      await page.click(`entry-${view}`);
      expect(page.find(`panel-${view}`)).toBeNull();
    },
  );
});

describe('news about the teams', () => {
  it('asks for no list again', async () => {
    page = await placeTest();
    const asked = () => page.team.heard.filter(({ name }) => name.endsWith('.list')).length;
    const before = asked();
    page.team.change({ ...page.lab.hardware, unread: 9 });
    await settle();
    expect(page.item(page.lab.hardware.id)?.dataset['unread']).toBe('9');
    expect(asked()).toBe(before);
  });
});
