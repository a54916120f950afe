// Passing a message on, and what such a message looks like.
import { afterEach, describe, expect, it } from 'vitest';
import { useConversations } from '../../src/renderer/stores/conversations.ts';
import { settle } from './support/mountApp.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let app: TalkTest;
afterEach(() => app.close());

const open = async (more: Parameters<typeof talkTest>[0] = () => undefined) => {
  app = await talkTest((lab) => {
    lab.team.log(lab.general.id, lab.mara.id, 'Then let us time the backup again', 1);
    lab.team.read.set(lab.general.id, 1);
    more(lab);
  });
};
const pick = async (name: string) => {
  await app.type('pick-input', name);
  await app.click('pick-item');
};

describe('forwarding', () => {
  it('goes to the chosen conversation, with a word of one’s own', async () => {
    await open();
    const { general, hardware } = app.lab;
    await app.choose(1, 'forward');
    await pick('hardw');
    await app.type('forward-remark', ' have a look ');
    await app.submit('forward-remark');
    const forward = { conversation: general.id, seq: 1 };
    expect(app.heard('message.send')).toEqual([
      { conversation: hardware.id, text: 'have a look', forward },
    ]);
    expect(app.find('forward-send')).toBeNull();
    useConversations().show(hardware.id);
    await settle();
    const row = app.all('message').at(-1);
    expect(app.text(row?.querySelector('[data-testid="forwarded"]'))).toContain('Mara Lind');
    expect(app.text(row)).toContain('Then let us time the backup again');
    expect(app.text(row)).toContain('have a look');
  });

  it('needs no word beside it', async () => {
    await open();
    await app.choose(1, 'forward');
    await pick('hardw');
    await app.click('forward-send');
    expect(app.heard('message.send')).toMatchObject([{ text: '' }]);
  });

  it('to a person begins the conversation with them', async () => {
    await open();
    await app.choose(1, 'forward');
    await pick('wei');
    await app.click('forward-send');
    expect(app.heard('direct.open')).toEqual([{ user: app.lab.wei.id }]);
    expect(app.heard('message.send')).toHaveLength(1);
  });

  it('offers no place where one may not write', async () => {
    await open(({ team, hardware }) =>
      team.conversations.set(hardware.id, { ...hardware, mayPost: false }),
    );
    await app.choose(1, 'forward');
    await app.type('pick-input', 'hardware');
    expect(app.all('pick-item')).toHaveLength(0);
  });

  it('that is refused says why, and what was written stays', async () => {
    await open(({ team }) => {
      team.instead['message.send'] = () => {
        throw new Error('no');
      };
    });
    await app.choose(1, 'forward');
    await pick('hardw');
    await app.type('forward-remark', 'look');
    await app.click('forward-send');
    expect(app.text(app.find('error-text'))).toContain('Something unexpected');
    const field = app.find('forward-remark');
    expect(field instanceof HTMLTextAreaElement && field.value).toBe('look');
  });
});

describe('a forwarded message', () => {
  const from = (conversation: string, author: string) => ({
    conversation,
    seq: 1,
    author,
    at: 1,
    text: 'the words',
  });

  it('leads to where it was said, for who is there', async () => {
    await open(({ team, general, hardware, wei, mara }) => {
      team.log(hardware.id, wei.id, 'the words', 1);
      team.log(general.id, mara.id, '', 2, { forwarded: from(hardware.id, wei.id) });
      team.read.set(general.id, 2);
    });
    expect(app.text(app.part(2, 'forwarded-go'))).toBe('#hardware');
    await app.clickOn(app.part(2, 'forwarded-go'));
    await settle();
    expect(useConversations().current).toBe(app.lab.hardware.id);
  });

  it('from elsewhere names its author and no place', async () => {
    await open(({ team, general, wei, mara }) => {
      const elsewhere = '00000002-0000-7000-8000-000000000099';
      team.log(general.id, mara.id, '', 2, { forwarded: from(elsewhere, wei.id) });
      team.read.set(general.id, 2);
    });
    expect(app.part(2, 'forwarded-go')).toBeNull();
    expect(app.text(app.part(2, 'forwarded'))).toContain('Wei Chen 陈伟');
    expect(app.row(2).getAttribute('aria-label')).toContain('the words');
  });
});
