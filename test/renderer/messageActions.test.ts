// What can be done with a message: what the menu offers to whom, and what the core hears of it.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useComposer } from '../../src/renderer/stores/composer.ts';
import { useConversations } from '../../src/renderer/stores/conversations.ts';
import { useTimeline } from '../../src/renderer/stores/timeline.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { settle } from './support/mountApp.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let app: TalkTest;
afterEach(() => app.close());

const open = async (more: Parameters<typeof talkTest>[0] = () => undefined) => {
  app = await talkTest((lab) => {
    lab.team.log(lab.general.id, lab.mara.id, 'the printer is back', 1);
    lab.team.log(lab.general.id, lab.noor.id, 'thank you', 2);
    lab.team.read.set(lab.general.id, 2);
    more(lab);
  });
  return app.lab.general.id;
};

describe('the menu', () => {
  it('offers of others what anybody may do', async () => {
    await open();
    expect(await app.menu(1)).toEqual([
      'react',
      'reply',
      'thread',
      'copyText',
      'copyLink',
      'forward',
      'save',
      'pin',
      'markUnread',
      'whoSaw',
    ]);
  });

  it('offers of an own message editing and deleting', async () => {
    await open();
    const items = await app.menu(2);
    expect(items).toContain('edit');
    expect(items).toContain('remove');
  });

  it('offers admins to delete what others wrote, but not to edit it', async () => {
    await open(({ team, mara }) => (team.me = mara.id));
    const items = await app.menu(2);
    expect(items).toContain('remove');
    expect(items).not.toContain('edit');
  });

  it('offers nothing that writes where the channel is archived', async () => {
    await open(({ team, general }) =>
      team.conversations.set(general.id, { ...general, archived: true, mayPost: false }),
    );
    useConversations().show(app.lab.general.id);
    await settle();
    expect(await app.menu(2)).toEqual([
      'copyText',
      'copyLink',
      'forward',
      'save',
      'markUnread',
      'whoSaw',
    ]);
    expect(app.part(2, 'reaction-add')).toBeNull();
  });

  it('lets members of an announcement channel react and answer in threads only', async () => {
    await open(({ team, general }) =>
      team.conversations.set(general.id, { ...general, posting: 'admins', mayPost: false }),
    );
    const items = await app.menu(1);
    expect(items).toEqual(expect.arrayContaining(['react', 'thread', 'forward', 'save']));
    expect(items).not.toContain('reply');
    expect(items).not.toContain('pin');
  });

  it('leaves links and what is selected to the system, whose menu copies them', async () => {
    await open((lab) => lab.team.log(lab.general.id, lab.noor.id, 'see https://a.example/x', 3));
    const place = { clientX: 40, clientY: 40, button: 2, bubbles: true, cancelable: true };
    const isOwn = (element: Element | null | undefined, at = place): boolean => {
      const event = new MouseEvent('contextmenu', at);
      element?.dispatchEvent(event);
      return event.defaultPrevented;
    };
    const words = app.part(1, 'message-text');
    const link = app.part(3, 'message-text')?.querySelector('a');
    expect([isOwn(words), isOwn(link)]).toEqual([true, false]);
    getSelection()?.selectAllChildren(words ?? document.body);
    expect([isOwn(words), isOwn(app.part(2, 'message-text'))]).toEqual([false, true]);
    // The menu key.
    expect(isOwn(app.row(1), { ...place, clientX: 0, clientY: 0 })).toBe(true);
    getSelection()?.removeAllRanges();
    expect(isOwn(words)).toBe(true);
  });

  it('of a deleted message leads to it and no more', async () => {
    await open(({ team, general }) => team.talk.remove({ conversation: general.id, target: 2 }));
    expect(await app.menu(2)).toEqual(['copyLink', 'markUnread']);
  });
});

describe('deeds', () => {
  it('pin, save and their opposites are told to the core and shown', async () => {
    const conversation = await open();
    const aim = { conversation, target: 1 };
    await app.choose(1, 'pin');
    await app.choose(1, 'save');
    expect(app.heard('pin.set')).toEqual([{ ...aim, on: true }]);
    expect(app.heard('saved.set')).toEqual([{ ...aim, on: true }]);
    expect(app.part(1, 'pinned')).not.toBeNull();
    expect(app.part(1, 'saved')).not.toBeNull();
    expect(await app.menu(1)).toEqual(expect.arrayContaining(['unpin', 'unsave']));
    await app.click('menu-unpin');
    await settle();
    expect(app.heard('pin.set').at(-1)).toEqual({ ...aim, on: false });
    expect(app.part(1, 'pinned')).toBeNull();
  });

  it('reply and edit hand the message to the composer', async () => {
    const conversation = await open();
    const spot = { conversation, thread: null };
    await app.choose(1, 'reply');
    expect(useComposer().replyOf(spot)).toMatchObject({ seq: 1, text: 'the printer is back' });
    await app.choose(2, 'edit');
    expect(useComposer().editOf(spot)).toMatchObject({ target: 2, text: 'thank you' });
  });

  it('deleting asks first, and leaves a tombstone that says who', async () => {
    const conversation = await open();
    await app.choose(2, 'remove');
    expect(app.heard('message.delete')).toEqual([]);
    expect(app.text(app.find('excerpt'))).toBe('thank you');
    await app.click('delete-confirm');
    expect(app.heard('message.delete')).toEqual([{ conversation, target: 2 }]);
    expect(app.text(app.part(2, 'tombstone'))).toBe('Message deleted');
    app.team.talk.remove({ conversation, target: 1 }, app.lab.wei.id);
    await settle();
    expect(app.text(app.part(1, 'tombstone'))).toBe('Deleted by Wei Chen 陈伟');
    expect(document.body.textContent).not.toContain('the printer is back');
  });

  it('copying takes the text, and the link that opens it again', async () => {
    const conversation = await open();
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await app.choose(1, 'copyText');
    await app.choose(1, 'copyLink');
    expect(write.mock.calls).toEqual([
      ['the printer is back'],
      [`lanline://message/${app.team.id}/${conversation}/1`],
    ]);
    expect(app.all('notice-said').map((one) => app.text(one))).toEqual([
      'Text copied',
      'Link copied',
    ]);
  });

  describe('taking back what waits', () => {
    const waiting = '00000003-0000-7000-8000-000000000077';
    const waits = () =>
      open(({ team, general, noor }) =>
        team.log(general.id, noor.id, 'too soon', 3, { state: 'waiting', key: waiting, seq: null }),
      );
    const choose = async (item: string): Promise<void> => {
      const row = document.querySelector(`[data-key="${waiting}"]`);
      const place = { clientX: 40, clientY: 40, button: 2, bubbles: true, cancelable: true };
      row?.dispatchEvent(new MouseEvent('contextmenu', place));
      await settle();
      expect(app.find('menu-remove')).toBeNull();
      await app.click(`menu-${item}`);
      await settle();
    };

    it('needs no question, and can be undone', async () => {
      const conversation = await waits();
      await choose('takeBack');
      expect(app.heard('message.discard')).toEqual([{ id: waiting }]);
      expect(document.body.textContent).not.toContain('too soon');
      await app.click('notice-undo');
      expect(useComposer().textOf({ conversation, thread: null })).toBe('too soon');
    });

    it('says so where it has left already', async () => {
      await waits();
      app.team.instead['message.discard'] = () => {
        throw new Refusal('NOT_FOUND', 'on its way');
      };
      await choose('takeBack');
      expect(app.text(app.find('notice-said'))).toContain('on its way');
    });
  });

  it('marking unread draws the line there and reads nothing until it is opened again', async () => {
    const conversation = await open();
    await app.choose(1, 'markUnread');
    expect(app.heard('preference.set')).toEqual([{ conversation, unreadFrom: 1 }]);
    expect(app.find('unread-line')).not.toBeNull();
    expect(useTimeline().keptUnread).toBe(true);
    expect(app.heard('conversation.read')).toEqual([]);
  });

  it('that cannot even wait are said in words', async () => {
    await open(({ team }) => {
      team.instead['pin.set'] = () => {
        throw new Error('disk');
      };
    });
    await app.choose(1, 'pin');
    expect(app.text(app.find('notice-text'))).toContain('Something unexpected');
  });
});

describe('keys on a message', () => {
  it('reply, edit, open the menu and ask before deleting', async () => {
    const conversation = await open();
    const spot = { conversation, thread: null };
    await app.press(1, 'r');
    expect(useComposer().replyOf(spot)?.seq).toBe(1);
    await app.press(1, 'e');
    expect(useComposer().editOf(spot)).toBeNull();
    await app.press(2, 'e');
    expect(useComposer().editOf(spot)?.target).toBe(2);
    await app.press(2, 'Delete');
    expect(app.find('delete-confirm')).not.toBeNull();
    expect(app.heard('message.delete')).toEqual([]);
  });

  it('Enter opens the menu, + the emoji', async () => {
    await open();
    await app.press(1, 'Enter');
    expect(app.find('message-menu')).not.toBeNull();
    await app.key('message-menu', 'Escape');
    await app.press(1, '+', { code: 'Equal', shiftKey: true });
    expect(app.find('emoji-picker')).not.toBeNull();
  });

  it('do nothing on what stands inside a row', async () => {
    await open();
    await app.hover(1);
    const button = app.part(1, 'message-more');
    button?.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', code: 'KeyR', bubbles: true }));
    await settle();
    expect(useComposer().replyOf({ conversation: app.lab.general.id, thread: null })).toBeNull();
  });

  it('arrows go from row to row, and each says what it is', async () => {
    await open(({ team, general, mara }) => {
      const aim = { conversation: general.id, target: 1 };
      team.talk.react(aim, '👍', true, mara.id);
      team.talk.edit(aim, 'the printer is back again');
    });
    app.row(2).focus();
    await app.press(2, 'ArrowUp');
    expect(document.activeElement).toBe(app.row(1));
    const label = app.row(1).getAttribute('aria-label');
    expect(label).toMatch(/^Mara Lind, the printer is back again, .*edited.*1 👍/);
  });
});
