// Writing beyond sending: answers, editing in the composer, threads, sending later, and where nothing
// may be written.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { laterThan } from '../../src/renderer/composer/later.ts';
import { useComposer } from '../../src/renderer/stores/composer.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { eventually } from '../support/eventually.ts';
import { settle } from './support/mountApp.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let talk: TalkTest;
beforeEach(async () => {
  talk = await talkTest(({ team, general, mara, noor }) => {
    team.log(general.id, mara.id, 'first **from** Mara', 1_000);
    team.log(general.id, noor.id, 'mine', 2_000);
    team.log(general.id, mara.id, 'last from Mara', 3_000);
  });
});
afterEach(() => talk.close());

const field = () => talk.find('composer-input') as HTMLTextAreaElement;
const write = (text: string) => talk.type('composer-input', text);
const key = (name: string, more: KeyboardEventInit = {}) => talk.key('composer-input', name, more);
const general = () => talk.lab.general.id;

describe('an answer', () => {
  it('shows what it answers, and takes it along', async () => {
    await key('ArrowUp', { code: 'ArrowUp', shiftKey: true });
    expect(talk.text(talk.find('composer-reply'))).toContain('last from Mara');
    await write('yes');
    await key('Enter');
    expect(talk.heard('message.send')).toEqual([
      expect.objectContaining({ conversation: general(), text: 'yes', reply: 3 }),
    ]);
    expect(talk.find('composer-reply')).toBeNull();
  });

  it('is given up by Escape, and the text stays', async () => {
    await key('ArrowUp', { code: 'ArrowUp', shiftKey: true });
    await write('yes');
    expect(await key('Escape')).toBe(true);
    expect(talk.find('composer-reply')).toBeNull();
    expect(field().value).toBe('yes');
  });

  it('is kept in the draft, also beyond another conversation', async () => {
    useComposer().replyTo(general(), null, {
      seq: 1,
      author: talk.lab.mara.id,
      text: 'first **from** Mara',
      state: 'shown',
    });
    await write('half');
    await talk.clickOn(talk.all('conversation-item')[1]);
    expect(talk.find('composer-reply')).toBeNull();
    expect(talk.team.writing.draftOf(general(), null)).toMatchObject({
      text: 'half',
      reply: { seq: 1 },
    });
    await talk.clickOn(talk.all('conversation-item')[0]);
    expect(talk.text(talk.find('composer-reply'))).toContain('first from Mara');
  });
});

describe('editing', () => {
  const begin = () => key('ArrowUp', { code: 'ArrowUp' });

  it('begins with the last own message, and saves it', async () => {
    expect(await begin()).toBe(true);
    expect(field().value).toBe('mine');
    expect(talk.text(talk.find('composer-edit'))).toContain('mine');
    await write('mine, better');
    await key('Enter');
    expect(talk.heard('message.edit')).toEqual([
      { conversation: general(), target: 2, text: 'mine, better' },
    ]);
    expect(talk.find('composer-edit')).toBeNull();
    expect(field().value).toBe('');
  });

  it('leaves the arrow alone in a text', async () => {
    await write('x');
    expect(await begin()).toBe(false);
    expect(talk.find('composer-edit')).toBeNull();
  });

  it('gives the draft back when it is given up', async () => {
    const composer = useComposer();
    await write('half a thought');
    const row = talk.team.rows.get(general())?.[1];
    if (row?.kind !== 'message') throw new Error('no message');
    composer.edit(row);
    await settle();
    expect(field().value).toBe('mine');
    await write('something else');
    await key('Escape');
    expect(field().value).toBe('half a thought');
    await composer.flush();
    expect(talk.team.drafts.get(general())).toBe('half a thought');
    expect(talk.heard('message.edit')).toEqual([]);
  });

  it('refuses nothing at all, and does nothing for no change', async () => {
    await begin();
    await write('  ');
    await key('Enter');
    expect(talk.text(talk.find('error-text'))).toContain('cannot be empty');
    expect(talk.find('composer-edit')).not.toBeNull();
    await write('mine');
    await key('Enter');
    expect(talk.find('composer-edit')).toBeNull();
    expect(talk.heard('message.edit')).toEqual([]);
  });

  it('keeps the text that the core refuses', async () => {
    talk.team.instead['message.edit'] = () => {
      throw new Refusal('DATA_UNWRITABLE', 'disk');
    };
    await begin();
    await write('mine, better');
    await key('Enter');
    expect(field().value).toBe('mine, better');
    expect(talk.text(talk.find('error-text'))).toContain('data folder');
  });

  it('keeps what is typed before the core has answered', async () => {
    let done: () => void = () => undefined;
    talk.team.instead['message.edit'] = () => new Promise<void>((resolve) => (done = resolve));
    await begin();
    await write('mine, better');
    await key('Enter');
    await write('mine, better and now');
    done();
    await eventually(() => expect(talk.find('composer-edit')).toBeNull());
    expect(field().value).toBe(' and now');
  });

  it('changes what still waits before it goes', async () => {
    talk.team.setLink({ state: 'offline', reason: null, retryAt: null, waiting: 0 });
    await write('wrong');
    await key('Enter');
    await begin();
    expect(field().value).toBe('wrong');
    await write('right');
    await key('Enter');
    const waiting = talk.team.rows.get(general())?.at(-1);
    expect(talk.heard('message.rewrite')).toEqual([{ id: waiting?.key, text: 'right' }]);
  });
});

describe('in a thread', () => {
  it('a draft is its own, and an answer may go to the conversation as well', async () => {
    await write('for the channel');
    await talk.choose(1, 'thread');
    const inThread = () => [...document.querySelectorAll('textarea')].at(-1);
    await eventually(() => expect(document.querySelectorAll('textarea')).toHaveLength(2));
    const area = talk.find('thread')?.querySelector('textarea') ?? inThread();
    if (!area) throw new Error('no field');
    area.value = 'for the thread';
    area.dispatchEvent(new Event('input', { bubbles: true }));
    await talk.clickOn(talk.find('thread')?.querySelector('[data-testid="composer-broadcast"]'));
    area.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
    );
    await settle();
    expect(talk.heard('message.send')).toEqual([
      expect.objectContaining({ text: 'for the thread', thread: 1, broadcast: true }),
    ]);
    expect(field().value).toBe('for the channel');
  });
});

describe('later', () => {
  it('offers moments that make sense now', () => {
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 20).getTime();
    const keys = (now: number) => laterThan(now).map((one) => one.key);
    // A Monday morning, a Sunday noon, a Wednesday night.
    expect(keys(at(23, 10))).toEqual(['today', 'tomorrow', 'monday']);
    expect(keys(at(29, 12))).toEqual(['today', 'tomorrow']);
    expect(keys(at(25, 23))).toEqual(['tomorrow', 'monday']);
    for (const { at: then } of laterThan(at(23, 10))) expect(then).toBeGreaterThan(at(23, 10));
    expect(new Date(laterThan(at(29, 12))[1]?.at ?? 0).getDay()).toBe(1);
  });

  it('hands the message to the server with its time', async () => {
    await write('good morning');
    await talk.click('composer-later');
    await talk.click('later-tomorrow');
    expect(talk.team.writing.scheduled).toMatchObject([
      { conversation: general(), text: 'good morning' },
    ]);
    expect(talk.team.writing.scheduled[0]?.at).toBeGreaterThan(Date.now());
    expect(field().value).toBe('');
    expect(talk.heard('message.send')).toEqual([]);
  });
});

describe('where it is not for everybody', () => {
  it('says why nothing can be written', async () => {
    const row = talk.team.conversations.get(general());
    if (!row) throw new Error('no channel');
    talk.team.change({ ...row, mayPost: false, posting: 'admins' });
    await settle();
    expect(talk.find('composer-input')).toBeNull();
    expect(talk.text(talk.find('composer-closed'))).toContain('Only admins');
    talk.team.change({ ...row, mayPost: false, archived: true });
    await settle();
    expect(talk.text(talk.find('composer-closed'))).toContain('archived');
  });

  it('leaves threads to everybody, but not the way out of them', async () => {
    const row = talk.team.conversations.get(general());
    if (!row) throw new Error('no channel');
    await talk.press(1, 't');
    expect(talk.find('composer-broadcast')).not.toBeNull();
    talk.team.change({ ...row, mayPost: false, posting: 'admins' });
    await settle();
    expect(talk.find('thread')?.querySelector('[data-testid="composer-input"]')).not.toBeNull();
    expect(talk.find('composer-broadcast')).toBeNull();
  });

  it('lets those who manage a channel ask everybody to confirm', async () => {
    await talk.click('composer-acknowledge');
    await write('Please read');
    await key('Enter');
    expect(talk.heard('message.send')).toMatchObject([{ acknowledge: true }]);
    expect(talk.find('composer-acknowledge')?.getAttribute('aria-pressed')).toBe('false');
    await talk.clickOn(talk.all('conversation-item').at(-1));
    expect(talk.find('composer-acknowledge')).toBeNull();
  });
});
