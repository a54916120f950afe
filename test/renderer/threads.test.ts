// Threads: what hangs below a message, the panel, reading in it, and what is left of deleted ones.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useComposer } from '../../src/renderer/stores/composer.ts';
import { useThread } from '../../src/renderer/stores/thread.ts';
import { useUi } from '../../src/renderer/stores/ui.ts';
import type { Failure } from '../../src/shared/errors.ts';
import { settle } from './support/mountApp.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let app: TalkTest;
let general: string;
beforeEach(async () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  app = await talkTest((lab) => {
    general = lab.general.id;
    lab.team.log(general, lab.mara.id, 'Who takes the printer?', 1);
    lab.team.talk.answer(general, 1, lab.wei.id, 'I could');
    lab.team.talk.answer(general, 1, lab.mara.id, 'Please do');
    lab.team.log(general, lab.noor.id, 'lunch?', 2);
    lab.team.read.set(general, 4);
  });
});
afterEach(() => app.close());

const openThread = async () => {
  await app.clickOn(app.part(1, 'thread-footer'));
  await settle();
};
const shown = (inside: string) =>
  [...(app.find(inside)?.querySelectorAll('[data-testid="message-text"]') ?? [])].map(app.text);

describe('a thread', () => {
  it('stands below its message with its count, and not in the conversation', () => {
    expect(app.text(app.part(1, 'thread-footer'))).toContain('2 replies');
    expect(app.part(1, 'thread-unread')).not.toBeNull();
    expect(shown('timeline')).toEqual(['Who takes the printer?', 'lunch?']);
  });

  it('opens in the panel with its message and its replies', async () => {
    await openThread();
    expect(shown('thread-viewport')).toEqual(['Who takes the printer?', 'I could', 'Please do']);
    expect(app.text(app.find('thread-count'))).toBe('2 replies');
  });

  it('grows there, and not in the conversation', async () => {
    await openThread();
    app.team.talk.answer(general, 1, app.lab.wei.id, 'done');
    await settle();
    expect(shown('thread-viewport').at(-1)).toBe('done');
    expect(shown('timeline')).toEqual(['Who takes the printer?', 'lunch?']);
    expect(app.text(app.part(1, 'thread-footer'))).toContain('3 replies');
  });

  it('shows in both what was sent to both', async () => {
    app.team.talk.answer(general, 1, app.lab.wei.id, 'it works again', { broadcast: true });
    await settle();
    expect(shown('timeline').at(-1)).toBe('it works again');
    await app.clickOn(app.part(5, 'of-thread'));
    await settle();
    expect(useUi().thread).toEqual({ conversation: general, seq: 1 });
    expect(shown('thread-viewport').at(-1)).toBe('it works again');
  });

  it('counts as read when somebody looks at its end, and not before', async () => {
    await openThread();
    window.dispatchEvent(new Event('pointermove'));
    await settle();
    // It landed at what is new; the end is further down.
    expect(app.heard('thread.read')).toEqual([]);
    await app.click('thread-latest');
    expect(app.heard('thread.read')).toEqual([{ conversation: general, thread: 1, seq: 3 }]);
    expect(app.part(1, 'thread-unread')).toBeNull();
    app.team.talk.answer(general, 1, app.lab.wei.id, 'and');
    await settle();
    expect(app.heard('thread.read').at(-1)).toEqual({ conversation: general, thread: 1, seq: 5 });
  });

  it('draws the line before what is new, and keeps it', async () => {
    app.team.talk.threadRead.set(`${general} 1`, 2);
    await openThread();
    const rows = [...(app.find('thread-viewport')?.querySelectorAll('li') ?? [])];
    const line = rows.findIndex((one) => one.dataset['testid'] === 'unread-line');
    expect(rows[line + 1]?.dataset['seq']).toBe('3');
  });

  it('begun with the key T takes the composer', async () => {
    await app.press(4, 't');
    await settle();
    expect(useUi().thread).toEqual({ conversation: general, seq: 4 });
    expect(app.text(app.find('thread-count'))).toContain('No replies yet');
    expect(app.find('thread')?.contains(document.activeElement)).toBe(true);
  });

  it('answers inside itself', async () => {
    await openThread();
    await app.choose(2, 'reply', 'thread-viewport');
    expect(useComposer().replyOf({ conversation: general, thread: 1 })?.seq).toBe(2);
    expect(useComposer().replyOf({ conversation: general, thread: null })).toBeNull();
  });

  it('gives the focus back to the row when it is closed with Escape', async () => {
    await app.press(1, 't');
    await settle();
    const inside = app.find('thread')?.querySelector('textarea');
    inside?.focus();
    const escape = { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true };
    inside?.dispatchEvent(new KeyboardEvent('keydown', escape));
    await settle();
    expect(app.find('thread')).toBeNull();
    expect(document.activeElement).toBe(app.row(1));
  });
});

describe('a reply that was refused', () => {
  /** As the core shows it where nothing in the conversation leads to its thread. */
  const refused = async (error: Failure) => {
    const parts = { seq: null, state: 'failed', error, thread: 4, broadcast: true } as const;
    const row = app.team.log(general, app.lab.noor.id, 'my words', 20, parts);
    app.team.push('timeline', { conversation: general, rows: [row], removed: [] });
    await settle();
    expect(shown('timeline').at(-1)).toBe('my words');
    await app.click('message-edit');
    await settle();
  };

  it('goes back to the composer of its thread, which opens', async () => {
    await refused({ code: 'FORBIDDEN', message: '' });
    expect(useUi().thread).toEqual({ conversation: general, seq: 4 });
    expect(app.find('thread')?.querySelector('textarea')?.value).toBe('my words');
  });

  it('goes to that of the conversation where the thread takes no more', async () => {
    await refused({ code: 'NOT_FOUND', message: '', field: 'thread' });
    expect(useUi().thread).toBeNull();
    expect(app.find('composer-input')).toHaveProperty('value', 'my words');
  });
});

describe('long threads', () => {
  it('come page by page, upwards', async () => {
    for (let n = 1; n <= 120; n++)
      app.team.log(general, app.lab.wei.id, `reply ${n}`, 10 + n, { thread: 4 });
    await app.press(4, 't');
    await settle();
    const thread = useThread();
    while (await thread.more()) await settle();
    expect(thread.replies).toHaveLength(120);
    expect(thread.older).toBe(false);
  });

  it('of which nothing is here yet are asked for, and it is said while they do not come', async () => {
    const empty = { rows: [], older: true, newer: false };
    const readSeq = 0;
    const draft = { text: '', reply: null };
    app.team.instead['thread.open'] = () => ({ ...empty, root: null, readSeq, draft });
    app.team.instead['thread.older'] = () => empty;
    useUi().showThread(general, 1, false);
    await settle();
    const thread = useThread();
    expect(await thread.more()).toBe(false);
    expect(thread).toMatchObject({ older: true, olderFailure: { code: 'OFFLINE' } });
    const row = app.team.log(general, app.lab.wei.id, 'at last', 20, { thread: 1 });
    app.team.instead['thread.older'] = () => ({ ...empty, rows: [row], older: false });
    expect(await thread.more()).toBe(true);
    expect(thread).toMatchObject({ older: false, olderFailure: null });
    expect(thread.replies).toEqual([row]);
  });
});

describe('deleted messages', () => {
  it('that began a thread leave a tombstone, and the thread goes on', async () => {
    app.team.talk.remove({ conversation: general, target: 1 }, app.lab.mara.id);
    await settle();
    expect(app.part(1, 'tombstone')).not.toBeNull();
    await openThread();
    expect(app.part(1, 'tombstone', 'thread-viewport')).not.toBeNull();
    expect(shown('thread-viewport')).toEqual(['I could', 'Please do']);
    expect(app.find('thread')?.querySelector('textarea')).not.toBeNull();
  });

  it('may be all there is', async () => {
    for (const target of [1, 2, 3]) app.team.talk.remove({ conversation: general, target });
    await settle();
    await openThread();
    const stones = app.find('thread-viewport')?.querySelectorAll('[data-testid="tombstone"]');
    expect(stones).toHaveLength(3);
    expect(shown('thread-viewport')).toEqual([]);
  });

  it('that nobody here knows are named as such', async () => {
    app.team.instead['thread.open'] = () => ({
      root: null,
      rows: [],
      older: false,
      newer: false,
      readSeq: 0,
      draft: { text: '', reply: null },
    });
    useUi().showThread(general, 1, false);
    await settle();
    expect(app.text(app.find('thread-viewport'))).toContain('not on this computer');
  });
});
