// Slash commands: how they are read, what each asks of the core, and what is said when it cannot be.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSlash, readSpan, readStatus } from '../../src/renderer/composer/slash.ts';
import { FOREVER } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { eventually } from '../support/eventually.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

const hour = 3_600_000;

describe('a text with a slash', () => {
  it.each([
    ['/me waves', { kind: 'command', name: 'me', args: 'waves' }],
    ['/ME  waves \n on', { kind: 'command', name: 'me', args: 'waves \n on' }],
    ['/leave', { kind: 'command', name: 'leave', args: '' }],
    ['/nonsense x', { kind: 'unknown', name: 'nonsense' }],
    ['//me waves', { kind: 'text', text: '/me waves' }],
    ['// a comment', { kind: 'text', text: '// a comment' }],
    ['//nas/share', { kind: 'text', text: '//nas/share' }],
    ['/etc/hosts is broken', { kind: 'text', text: '/etc/hosts is broken' }],
    ['/ slash', { kind: 'text', text: '/ slash' }],
    ['not /me', { kind: 'text', text: 'not /me' }],
  ])('%j is read', (text, read) => {
    expect(readSlash(text)).toEqual(read);
  });

  it.each([
    ['30m', hour / 2],
    ['1h', hour],
    ['2 days', 48 * hour],
    ['3天', 72 * hour],
    ['1小时', hour],
    ['0m', null],
    ['400d', null],
    ['h', null],
    ['soon', null],
  ])('%j lasts', (text, ms) => {
    expect(readSpan(text)).toBe(ms);
  });

  it.each([
    ['🌴 On leave for 2d', { emoji: '🌴', text: 'On leave', lasts: 48 * hour }],
    ['In a meeting', { emoji: null, text: 'In a meeting', lasts: null }],
    ['waiting for news', { emoji: null, text: 'waiting for news', lasts: null }],
    ['waiting for news for 1h', { emoji: null, text: 'waiting for news', lasts: hour }],
    ['🎧', { emoji: '🎧', text: '', lasts: null }],
    ['', { emoji: null, text: '', lasts: null }],
  ])('the status %j is read', (args, status) => {
    expect(readStatus(args)).toEqual(status);
  });
});

describe('in the composer', () => {
  let talk: TalkTest;
  beforeEach(async () => {
    talk = await talkTest();
  });
  afterEach(() => talk.close());

  const say = async (text: string): Promise<void> => {
    await talk.type('composer-input', text);
    await talk.key('composer-input', 'Escape');
    await talk.key('composer-input', 'Enter');
  };
  const field = () => (talk.find('composer-input') as HTMLTextAreaElement).value;
  const error = () => talk.text(talk.find('error-text'));

  it('/me says it of oneself', async () => {
    await say('/me waves');
    expect(talk.heard('message.send')).toMatchObject([{ text: 'waves', action: true }]);
    expect(field()).toBe('');
  });

  it('/shrug and a doubled slash are texts', async () => {
    await say('/shrug who knows');
    await say('//me');
    expect(talk.heard('message.send')).toMatchObject([
      { text: 'who knows ¯\\_(ツ)_/¯' },
      { text: '/me' },
    ]);
    expect(talk.all('message-text').map(talk.text)).toEqual(['who knows ¯\\_(ツ)_/¯', '/me']);
  });

  it('/status sets it, for a while, and clears it', async () => {
    const before = Date.now();
    await say('/status :palm_tree: On leave for 1h');
    await eventually(() => expect(talk.heard('status.set')).toHaveLength(1));
    await say('/status');
    const [set, cleared] = talk.heard('status.set') as [{ status: { until: number } }, unknown];
    expect(set).toMatchObject({ status: { emoji: '🌴', text: 'On leave' } });
    expect(set.status.until).toBeGreaterThanOrEqual(before + hour);
    expect(cleared).toEqual({ status: null });
  });

  it('/dnd and /mute are for a while, for good, or over', async () => {
    await say('/dnd 30m');
    await say('/dnd off');
    await say('/mute');
    await say('/mute off');
    expect(talk.heard('dnd.set')).toMatchObject([{ until: expect.any(Number) }, { until: null }]);
    expect(talk.heard('preference.set')).toMatchObject([
      { conversation: talk.lab.general.id, mutedUntil: FOREVER },
      { mutedUntil: null },
    ]);
  });

  it('/topic, /invite and /leave change the channel', async () => {
    const { lab, team } = talk;
    const sam = team.addPerson('Sam Okoro');
    team.push('people', team.people);
    await say('/topic  what  we build');
    await say('/invite @Sam Okoro @Mara Lind');
    await say('/leave');
    const conversation = lab.general.id;
    expect(talk.heard('conversation.set')).toEqual([{ conversation, topic: 'what we build' }]);
    expect(talk.heard('member.add')).toEqual([{ conversation, users: [sam.id] }]);
    expect(talk.heard('channel.leave')).toEqual([{ conversation }]);
  });

  it.each([
    ['/nonsense', 'no command /nonsense'],
    ['/dnd', 'needs to know more'],
    ['/me', 'needs to know more'],
    ['/invite nobody', 'Name the people'],
    ['/invite @Mara Lind', 'already'],
    [`/status ${'x'.repeat(81)}`, '80 characters'],
  ])('%s is answered in words and stays', async (text, words) => {
    await say(text);
    expect(error()).toContain(words);
    expect(field()).toBe(text);
    expect(talk.heard('message.send')).toEqual([]);
  });

  it('what belongs to channels is refused elsewhere', async () => {
    await talk.clickOn(talk.all('conversation-item').at(-1));
    await say('/topic x');
    expect(error()).toContain('channels only');
  });

  it('what the core refuses is said, and stays', async () => {
    talk.team.instead['conversation.set'] = () => {
      throw new Refusal('FORBIDDEN', 'archived');
    };
    await say('/topic x');
    expect(error()).toContain('not allowed');
    expect(field()).toBe('/topic x');
  });

  it('all are offered after a slash, and completed', async () => {
    await talk.type('composer-input', '/');
    expect(talk.all('choice')).toHaveLength(8);
    await talk.type('composer-input', '/sh');
    expect(talk.all('choice').map(talk.text)[0]).toContain('/shrug');
    await talk.key('composer-input', 'Tab');
    expect(field()).toBe('/shrug ');
  });

  it('one that is written out goes with the first Enter', async () => {
    await talk.type('composer-input', '/shrug');
    await talk.key('composer-input', 'Enter');
    await eventually(() => expect(talk.heard('message.send')).toHaveLength(1));
  });
});
