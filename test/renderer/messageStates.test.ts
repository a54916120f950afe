// What has happened to a message: edited, confirmed, refused; and lines about the conversation.
import { afterEach, describe, expect, it } from 'vitest';
import { useComposer } from '../../src/renderer/stores/composer.ts';
import { useConversations } from '../../src/renderer/stores/conversations.ts';
import type { NoteRow } from '../../src/shared/timelineRows.ts';
import { settle } from './support/mountApp.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let app: TalkTest;
afterEach(() => app.close());

const open = async (more: Parameters<typeof talkTest>[0] = () => undefined) => {
  app = await talkTest((lab) => {
    lab.team.log(lab.general.id, lab.mara.id, 'at nine', 1);
    lab.team.read.set(lab.general.id, 1);
    more(lab);
  });
  return { conversation: app.lab.general.id, target: 1 };
};

describe('an edited message', () => {
  it('says so, and shows what it said before', async () => {
    const aim = await open();
    app.team.talk.edit(aim, 'at ten', 2);
    app.team.talk.edit(aim, 'at eleven', 3);
    await settle();
    expect(app.text(app.part(1, 'message-text'))).toBe('at eleven');
    await app.clickOn(app.part(1, 'edited'));
    expect(app.text(app.find('version-now'))).toContain('at eleven');
    const before = app.all('version').map((one) => app.text(one));
    expect(before).toEqual([expect.stringContaining('at ten'), expect.stringContaining('at nine')]);
  });

  it('is marked while one is away, until one has left again', async () => {
    const aim = await open();
    const conversations = useConversations();
    conversations.show(app.lab.hardware.id);
    await settle();
    app.team.talk.edit(aim, 'at ten', Date.now() + 1000);
    conversations.show(aim.conversation);
    await settle();
    expect(app.part(1, 'edited')?.dataset['fresh']).toBe('true');
  });

  it('is not marked when it was edited before one read it, or by oneself', async () => {
    const aim = await open(({ team, general, noor }) => {
      team.talk.edit({ conversation: general.id, target: 1 }, 'at ten', 2);
      team.log(general.id, noor.id, 'mine', 2);
      team.read.set(general.id, 2);
    });
    const conversations = useConversations();
    conversations.show(app.lab.hardware.id);
    await settle();
    app.team.talk.edit({ ...aim, target: 2 }, 'mine, too', Date.now() + 1000);
    conversations.show(aim.conversation);
    await settle();
    expect(app.part(1, 'edited')?.dataset['fresh']).toBe('false');
    expect(app.part(2, 'edited')?.dataset['fresh']).toBe('false');
  });
});

describe('a message to be confirmed', () => {
  it('asks the others, counts, and names who has', async () => {
    const aim = await open(({ team, general, mara, wei }) => {
      const acknowledge = { by: [wei.id], mine: false };
      team.talk.alter({ conversation: general.id, target: 1 }, { acknowledge });
      expect(mara.id).not.toBe(wei.id);
    });
    expect(app.text(app.part(1, 'acknowledged'))).toBe('1 of 2 have confirmed');
    await app.clickOn(app.part(1, 'acknowledge'));
    expect(app.heard('message.acknowledge')).toEqual([aim]);
    expect(app.text(app.part(1, 'acknowledged'))).toBe('2 of 2 have confirmed');
    expect(app.part(1, 'acknowledge')).toBeNull();
    await app.clickOn(app.part(1, 'acknowledged'));
    expect(app.text(app.find('who-has'))).toContain('Wei Chen 陈伟');
    expect(app.find('who-not')).toBeNull();
  });

  it('asks nothing of who wrote it', async () => {
    await open(({ team, general, noor }) => {
      team.log(general.id, noor.id, 'please read', 2, { acknowledge: { by: [], mine: false } });
      team.read.set(general.id, 2);
    });
    expect(app.part(2, 'acknowledge')).toBeNull();
    expect(app.text(app.part(2, 'acknowledged'))).toBe('0 of 2 have confirmed');
  });
});

describe('what was refused', () => {
  const undone = {
    id: '00000003-0000-7000-8000-000000000077',
    name: 'message.edit',
    text: 'my new words',
    error: { code: 'FORBIDDEN', message: 'archived', field: 'archived' },
  } as const;
  const refused = async () =>
    open(({ team, general, noor }) => {
      team.log(general.id, noor.id, 'my words', 2, { undone: [undone] });
      team.read.set(general.id, 2);
      team.instead['message.retry'] = () => undefined;
      team.instead['message.discard'] = () => ({ text: undone.text });
    });

  it('stands at its message with its reason and its words', async () => {
    await refused();
    expect(app.text(app.part(2, 'undone'))).toContain('Your change was not accepted.');
    expect(app.text(app.part(2, 'undone'))).toContain('archived');
    expect(app.text(app.part(2, 'undone'))).toContain('my new words');
    await app.clickOn(app.part(2, 'undone-retry'));
    expect(app.heard('message.retry')).toEqual([{ id: undone.id }]);
  });

  it('goes back under the cursor, or away', async () => {
    const { conversation } = await refused();
    const spot = { conversation, thread: null };
    await app.clickOn(app.part(2, 'undone-edit'));
    expect(app.heard('message.discard')).toEqual([{ id: undone.id }]);
    expect(useComposer().editOf(spot)).toMatchObject({ target: 2 });
    expect(useComposer().textOf(spot)).toBe('my new words');
  });
});

describe('an action', () => {
  it('says who in the line itself, and nowhere else', async () => {
    await open(({ team, general, mara }) => {
      team.log(general.id, mara.id, 'waves', 2, { action: true });
      team.log(general.id, mara.id, 'waved', 3, { action: true });
      team.talk.remove({ conversation: general.id, target: 3 }, mara.id);
    });
    expect(app.text(app.row(2))).toMatch(/^M ?Mara Lind waves/);
    expect(app.text(app.row(2)).match(/Mara/g)).toHaveLength(1);
    expect(app.text(app.row(3))).toMatch(/Mara Lind.*Message deleted/);
  });
});

describe('lines about the conversation', () => {
  const note = (seq: number, more: Partial<NoteRow>, lab = app.lab): NoteRow => ({
    kind: 'note',
    key: `note ${seq}`,
    conversation: lab.general.id,
    seq,
    author: lab.mara.id,
    at: 2,
    note: 'changed',
    user: lab.wei.id,
    changes: {},
    ...more,
  });

  it.each([
    [{ note: 'added' }, 'Mara Lind added Wei Chen 陈伟'],
    [{ note: 'removed' }, 'Mara Lind removed Wei Chen 陈伟'],
    [{ changes: { name: 'lab' } }, 'Mara Lind renamed this channel to lab'],
    [{ changes: { topic: 'news' } }, 'Mara Lind set the topic: news'],
    [{ changes: { topic: '' } }, 'Mara Lind removed the topic'],
    [{ changes: { posting: 'admins' } }, 'Mara Lind let only admins write here'],
    [{ changes: { archived: false } }, 'Mara Lind brought this channel back from the archive'],
    [
      { changes: { name: 'lab', topic: 'news' } },
      'Mara Lind renamed this channel to lab · Mara Lind set the topic: news',
    ],
    [{ changes: {} }, 'Mara Lind changed this channel'],
  ] as const)('say %o', async (more, words) => {
    await open();
    const rows = [note(2, more)];
    app.team.push('timeline', { conversation: app.lab.general.id, rows, removed: [] });
    await settle();
    expect(app.text(app.find('note')?.querySelector('span'))).toBe(words);
  });

  it.each([
    ['channel', 'Mara Lind created this channel'],
    ['direct', 'Mara Lind started this conversation'],
    ['group', 'Mara Lind started this conversation'],
  ] as const)('call a %s what it is', async (kind, words) => {
    await open(({ team, general }) => team.conversations.set(general.id, { ...general, kind }));
    useConversations().show(app.lab.general.id);
    await settle();
    const rows = [note(2, { note: 'created' })];
    app.team.push('timeline', { conversation: app.lab.general.id, rows, removed: [] });
    await settle();
    expect(app.text(app.find('note')?.querySelector('span'))).toBe(words);
  });
});
