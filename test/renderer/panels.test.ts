// The side panel: people and pins of the conversation, and the lists over all of them.
import { afterEach, describe, expect, it } from 'vitest';
import { useConversations } from '../../src/renderer/stores/conversations.ts';
import { useUi } from '../../src/renderer/stores/ui.ts';
import { placeTest, type PlaceTest } from './support/placeTest.ts';
import { settle } from './support/mountApp.ts';

let page: PlaceTest;
afterEach(() => page.close());
const hour = 3_600_000;
const cards = () =>
  page
    .all('message-card')
    .map((card) => card.querySelector('[data-testid="message-text"]')?.textContent);

describe('people and pins', () => {
  it('are two tabs of one panel', async () => {
    page = await placeTest(({ team, general, mara }) => {
      team.log(general.id, mara.id, 'The code of the door is 4711', 1, { pinned: true });
      team.log(general.id, mara.id, 'Something else', 2);
    });
    expect(page.all('member')).toHaveLength(3);
    useUi().view = 'pins';
    await settle();
    expect(cards()).toEqual(['The code of the door is 4711']);
    // Of one conversation: its name would only repeat.
    expect(page.find('card-place')).toBeNull();
  });

  it('show the pins of the conversation that is open, and what is pinned meanwhile', async () => {
    page = await placeTest(({ team, general, hardware, mara }) => {
      team.log(general.id, mara.id, 'here', 1, { pinned: true });
      team.log(hardware.id, mara.id, 'there', 1, { pinned: true });
    });
    await page.panel('pins');
    useConversations().show(page.lab.hardware.id);
    await settle();
    expect(cards()).toEqual(['there']);
    page.team.log(page.lab.hardware.id, page.lab.mara.id, 'more', 2, { pinned: true });
    page.team.places.changed('saved');
    await settle();
    expect(cards()).toEqual(['there']);
    page.team.places.changed('pins', 'saved');
    await settle();
    expect(cards()).toEqual(['there', 'more']);
  });

  it('take a pin away', async () => {
    page = await placeTest(({ team, general, mara }) =>
      team.log(general.id, mara.id, 'a', 1, { pinned: true }),
    );
    await page.panel('pins');
    await page.click('card-unpin');
    page.team.places.changed('pins');
    await settle();
    expect(page.heard('pin.set')).toEqual([
      { conversation: page.lab.general.id, target: 1, on: false },
    ]);
    expect(page.textOf('list-empty')).toContain('Nothing is pinned');
  });
});

describe('a card', () => {
  it('says who, where and what, and goes there', async () => {
    page = await placeTest(({ team, hardware, mara }) => {
      team.log(hardware.id, mara.id, '@Noor Vance look', Date.now() - hour);
    });
    await page.panel('mentions');
    const card = page.find('message-card');
    expect(page.text(card)).toContain('Mara Lind');
    expect(page.textOf('card-place')).toBe('#hardware');
    await page.click('card-open');
    expect(useConversations().current).toBe(page.lab.hardware.id);
    expect(page.find('panel-mentions')).not.toBeNull();
  });
});

describe('the lists', () => {
  it.each([
    ['threads', 'No threads yet'],
    ['mentions', 'Nobody has mentioned you'],
    ['saved', 'Nothing saved'],
    ['scheduled', 'Nothing is scheduled'],
  ] as const)('%s say how something gets there', async (view, words) => {
    page = await placeTest();
    await page.panel(view);
    expect(page.textOf('list-empty')).toContain(words);
  });

  it('offer a way on when one cannot be read', async () => {
    page = await placeTest();
    page.team.instead['saved.list'] = () => {
      throw new Error('torn');
    };
    await page.panel('saved');
    expect(page.find('panel-saved')?.textContent).toContain('could not be read');
    delete page.team.instead['saved.list'];
    await page.clickOn(page.find('panel-saved')?.querySelector('.error-state button'));
    expect(page.find('list-empty')).not.toBeNull();
  });

  it('fetch older mentions when asked, once there are no more say no more', async () => {
    page = await placeTest(({ team, general, mara }) => {
      for (let n = 1; n <= 25; n++) team.log(general.id, mara.id, `@Noor Vance ${n}`, n);
    });
    await page.panel('mentions');
    expect(cards()).toHaveLength(20);
    await page.click('mentions-more');
    expect(cards()).toHaveLength(25);
    expect(cards().at(-1)).toBe('@Noor Vance 1');
    // What arrives meanwhile does not take away what one has gone down to.
    page.team.log(page.lab.general.id, page.lab.mara.id, '@Noor Vance new', 99);
    page.team.places.changed('mentions');
    await settle();
    expect([cards()[0], cards().length]).toEqual(['@Noor Vance new', 26]);
    await page.click('mentions-more');
    expect(page.find('mentions-more')).toBeNull();
    expect(cards()).toHaveLength(26);
  });

  it('remove what was saved', async () => {
    page = await placeTest(({ team, general, mara }) =>
      team.log(general.id, mara.id, 'a', 1, { saved: true }),
    );
    await page.panel('saved');
    await page.click('card-unsave');
    expect(page.heard('saved.set')).toEqual([
      { conversation: page.lab.general.id, target: 1, on: false },
    ]);
  });

  it('open a thread from among the threads', async () => {
    page = await placeTest(({ team, general, mara }) => {
      const replies = { replies: 4, lastAt: 1, people: [mara.id], unread: 2 };
      const root = team.log(general.id, mara.id, 'Who has the key?', 1, { replies });
      team.places.threads.push({
        conversation: general.id,
        root,
        unread: 2,
        mentions: 0,
        lastAt: 1,
      });
    });
    await page.panel('threads');
    expect(page.textOf('thread-badge')).toBe('2');
    expect(page.text(page.find('message-card'))).toContain('4 replies');
    await page.click('card-open');
    expect(page.find('panel-thread')).not.toBeNull();
    expect(useUi().thread).toEqual({ conversation: page.lab.general.id, seq: 1 });
  });

  it('close, and are gone from the panel when it opens again', async () => {
    page = await placeTest();
    await page.panel('saved');
    await page.click('panel-close');
    expect(page.find('panel-saved')).toBeNull();
    await page.click('panel-toggle');
    expect(page.find('member-panel')).not.toBeNull();
  });
});

describe('what is to be sent later', () => {
  async function open(more: object = {}): Promise<void> {
    page = await placeTest(({ team, hardware }) => {
      team.places.scheduled.push({
        id: '00000005-0000-7000-8000-000000000001',
        conversation: hardware.id,
        text: 'Stand-up in five minutes',
        at: Date.now() + hour,
        thread: null,
        state: 'kept',
        error: null,
        ...more,
      });
    });
    await page.click('entry-scheduled');
  }

  it('says where and when, and goes now', async () => {
    await open();
    expect(page.textOf('scheduled-card')).toContain('hardware');
    await page.click('scheduled-send');
    expect(page.heard('schedule.send')).toHaveLength(1);
    expect(page.find('entry-scheduled')).toBeNull();
    expect(page.find('list-empty')).not.toBeNull();
  });

  it('comes back into the composer to be changed', async () => {
    await open();
    await page.click('scheduled-edit');
    expect(page.heard('schedule.cancel')).toHaveLength(1);
    expect(useConversations().current).toBe(page.lab.hardware.id);
    expect(page.find('composer-input')).toHaveProperty('value', 'Stand-up in five minutes');
  });

  it('stands before the draft that was there', async () => {
    await open();
    page.team.drafts.set(page.lab.hardware.id, 'begun');
    await page.click('scheduled-edit');
    expect(page.find('composer-input')).toHaveProperty('value', 'Stand-up in five minutes\nbegun');
  });

  it('stays where it is when it cannot be taken back', async () => {
    await open();
    page.team.instead['schedule.cancel'] = () => {
      throw new Error('no');
    };
    await page.click('scheduled-edit');
    expect(page.find('composer-input')).toHaveProperty('value', '');
    expect(page.all('scheduled-card')).toHaveLength(1);
  });

  it('says why it was not sent, with the ways on', async () => {
    await open({ state: 'failed', error: { code: 'NOT_MEMBER', message: '' } });
    expect(page.textOf('error-text')).toMatch(/^Not sent\. You are not in this channel/);
    expect(page.textOf('scheduled-send')).toBe('Try again now');
    await page.click('scheduled-cancel');
    expect(page.all('scheduled-card')).toHaveLength(0);
  });

  it('says when the server does not know of it yet', async () => {
    await open({ state: 'waiting' });
    expect(page.textOf('scheduled-card')).toContain('does not know of it yet');
  });
});
