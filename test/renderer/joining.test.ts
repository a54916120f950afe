// Joining: what the card says before anything happens, what is sent, what goes wrong in words, and
// links that somebody opened.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TeamPreview } from '../../src/shared/rows.ts';
import { type ErrorCode, Refusal } from '../../src/shared/errors.ts';
import { MemoryCore, pinOf } from './support/memoryCore.ts';
import { idOf } from './support/memoryTeam.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let core: MemoryCore;
let app: TestApp;
beforeEach(() => {
  core = new MemoryCore();
  core.suggestedName = 'Noor Vance';
});
afterEach(() => app.close());

const link = `lanline://join/${'A'.repeat(22)}?a=10.0.0.1:7788&p=${pinOf('A')}&t=Riverside%20Lab`;
const words = 'tulip-anchor-maple-seven';
const outcome = () => app.find('join-outcome')?.textContent.trim();
const looks = () => core.heard.filter(({ name }) => name === 'team.look').map(({ input }) => input);
const joins = () => core.heard.filter(({ name }) => name === 'team.join').map(({ input }) => input);

function finds(more: Partial<TeamPreview>): void {
  core.instead['team.look'] = ({ place }) => core.preview({ place, ...more });
}
function refuses(call: 'team.look' | 'team.join', code: ErrorCode, more = {}): void {
  core.instead[call] = () => {
    throw new Refusal(code, 'refused', more);
  };
}
async function look(place = '192.168.1.20'): Promise<void> {
  await app.type('join-place', place);
  await app.click('join-look');
}

describe('the card', () => {
  it.each([
    [{ door: 'ask' }, 'has to let you in', 'Ask to be let in'],
    [{ door: 'open' }, 'Anybody on this network', 'Join'],
    [{ invite: { role: 'member', person: null } }, 'as a member', 'Join'],
    [{ invite: { role: 'guest', person: null } }, 'as a guest', 'Join'],
    [{ invite: { role: 'admin', person: null } }, 'as an admin', 'Join'],
    [{ invite: { role: 'owner', person: null } }, 'as an owner', 'Join'],
  ] as const)('with %o says "%s"', async (found, says, button) => {
    finds(found);
    app = await mountApp(core);
    await look();
    expect(outcome()).toContain(says);
    expect(app.find('join-submit')?.textContent.trim()).toBe(button);
    expect(app.find('join-person-name')).toHaveProperty('value', 'Noor Vance');
  });

  it('of a device link names whose computer this becomes, and asks for no name', async () => {
    finds({ invite: { role: 'member', person: { id: idOf(1, 1), name: 'Mara Lind' } } });
    app = await mountApp(core);
    await look(link);
    expect(outcome()).toContain('adds this computer to Mara Lind');
    expect(app.find('join-person-name')).toBeNull();
    await app.click('join-submit');
    expect(joins()).toEqual([{ place: link, pin: pinOf('A') }]);
  });

  it('gives four words to compare, and says when the invite named them itself', async () => {
    app = await mountApp(core);
    await look();
    expect(app.find('join-words')?.textContent).toBe(words);
    expect(document.body.textContent).toContain('Compare with the words');
    await app.key('join-submit', 'Escape');
    await look(link);
    expect(document.body.textContent).toContain('The invite names this very key');
  });

  it('warns where nothing is encrypted, and says so on the button', async () => {
    finds({ security: { kind: 'none', words: null }, pin: null, door: 'open' });
    app = await mountApp(core);
    await look();
    expect(app.find('join-open-warning')?.textContent).toContain('Not encrypted');
    expect(app.find('join-words')).toBeNull();
    expect(app.find('join-submit')?.textContent.trim()).toBe('Join without encryption');
    await app.click('join-submit');
    expect(joins()).toEqual([{ place: '192.168.1.20', pin: null, name: 'Noor Vance' }]);
  });

  it('opens a team that this computer is in already', async () => {
    const mine = core.addTeam('Riverside Lab');
    mine.me = mine.addPerson('Noor').id;
    finds({ joined: true, team: mine.id });
    app = await mountApp(core);
    await app.openMenu('team-menu');
    await app.click('team-add-open');
    await look();
    expect(app.find('join-submit')).toBeNull();
    await app.click('join-open');
    expect(app.find('welcome')).toBeNull();
    expect(joins()).toEqual([]);
  });

  it('shows hostile names as text', async () => {
    const name = '<b>Lab</b>{{1+1}}';
    finds({ name, invite: { role: 'guest', person: { id: idOf(1, 1), name } } });
    app = await mountApp(core);
    await look();
    expect(document.querySelector('.dialog strong')?.textContent).toBe(name);
    expect(outcome()).toContain(name);
    expect(document.querySelector('.dialog b')).toBeNull();
  });

  it('shows a name that tries to be something else on one line, and not all of a long one', async () => {
    finds({ name: `\u202eRiverside\nLab\0 ${'x'.repeat(100_000)}` });
    app = await mountApp(core);
    await look();
    const name = document.querySelector('.dialog strong')?.textContent ?? '';
    expect(name).toMatch(/^Riverside Lab +x+…$/);
    expect(name.length).toBeLessThan(70);
  });
});

describe('a code', () => {
  it('of eight digits may be typed with spaces, and goes along', async () => {
    app = await mountApp(core);
    await look();
    await app.click('join-with-code');
    expect(document.activeElement).toBe(app.find('join-code'));
    await app.type('join-code', ' 4821 0937 ');
    expect(app.find('join-submit')?.textContent.trim()).toBe('Join');
    await app.click('join-submit');
    expect(joins()).toEqual([
      { place: '192.168.1.20', pin: pinOf('A'), name: 'Noor Vance', code: '48210937' },
    ]);
    expect(app.find('team-menu')).not.toBeNull();
  });

  it('is asked for at once where there is no other way in', async () => {
    finds({ door: 'invite' });
    app = await mountApp(core);
    await look();
    expect(outcome()).toContain('By invitation only');
    await app.click('join-submit');
    expect(app.find('error-text')?.textContent).toContain('eight digits');
    await app.type('join-code', '1234567');
    await app.click('join-submit');
    expect(joins()).toEqual([]);
  });

  it('may stand without a name: it may be one that adds a computer', async () => {
    app = await mountApp(core);
    await look();
    await app.click('join-with-code');
    await app.type('join-person-name', '');
    await app.type('join-code', '48210937');
    await app.click('join-submit');
    expect(joins()).toEqual([{ place: '192.168.1.20', pin: pinOf('A'), code: '48210937' }]);
  });

  it('that does not work is told beside it', async () => {
    refuses('team.join', 'INVITE_INVALID');
    app = await mountApp(core);
    await look();
    await app.click('join-with-code');
    await app.type('join-code', '48210937');
    await app.click('join-submit');
    expect(app.find('join-code')?.getAttribute('aria-invalid')).toBe('true');
    expect(app.find('error-text')?.textContent).toContain('Ask for a new one');
  });
});

describe('what goes wrong', () => {
  it.each([
    ['INVITE_NEEDED', {}, 'by invitation only'],
    ['DECLINED', {}, 'did not let you in'],
    ['NAME_TAKEN', { field: 'name' }, 'adds this computer to you'],
    ['RATE_LIMITED', { retryAfterMs: 29_001 }, '30 s'],
    ['KEY_CHANGED', {}, 'not the team that was meant'],
    ['UNREACHABLE', {}, 'Check the network'],
  ] as const)('%s is told with the next step', async (code, more, says) => {
    refuses('team.join', code, more);
    app = await mountApp(core);
    await look();
    await app.click('join-submit');
    expect(app.find('error-text')?.textContent).toContain(says);
    expect(app.find('join-code') !== null).toBe(code === 'INVITE_NEEDED');
  });

  it('with a name is told before it is sent', async () => {
    app = await mountApp(core);
    await look();
    await app.type('join-person-name', 'no@body');
    await app.click('join-submit');
    expect(app.find('error-text')?.textContent).toContain('@');
    expect(joins()).toEqual([]);
  });
});

describe('a link that somebody opened', () => {
  it('at the start shows what it names, asks nobody before it is told to, and joins nothing then', async () => {
    finds({ invite: { role: 'member', person: null } });
    core.opened = { kind: 'invite', text: `${link}&a=example.org:80` };
    app = await mountApp(core);
    const shown = app.find('join-opened')?.textContent;
    for (const named of ['Riverside Lab', '10.0.0.1:7788', 'example.org:80'])
      expect(shown).toContain(named);
    expect(looks()).toEqual([]);
    expect(document.activeElement?.getAttribute('role')).toBe('dialog');
    await app.click('join-look-opened');
    expect(looks()).toEqual([{ place: `${link}&a=example.org:80` }]);
    expect(outcome()).toContain('as a member');
    expect(joins()).toEqual([]);
  });

  it('comes over whatever is shown, and takes no key that was meant for something else', async () => {
    const mine = core.addTeam('Front office');
    mine.me = mine.addPerson('Noor').id;
    mine.addConversation('channel', 'general');
    finds({ invite: { role: 'member', person: null } });
    app = await mountApp(core);
    core.push('opened', { kind: 'invite', text: link });
    await settle();
    expect(document.activeElement?.getAttribute('role')).toBe('dialog');
    await app.click('join-look-opened');
    expect(app.find('join-words')?.textContent).toBe(words);
    expect(joins()).toEqual([]);
    await app.click('join-submit');
    expect(app.find('team-menu')?.textContent).toContain('Riverside Lab');
    expect(app.all('team-tile')).toHaveLength(2);
  });

  it.each([
    'lanline://destroy/everything',
    'lanline://join/short?a=10.0.0.1:7788',
    `lanline://join/${'A'.repeat(22)}?a=$(reboot)&t=Lab`,
    `lanline://join/${'A'.repeat(1_000_000)}`,
    'https://example.org/',
  ])('is told to be no link: %.40s', async (opened) => {
    app = await mountApp(core);
    core.push('opened', { kind: 'invite', text: opened });
    await settle();
    expect(app.find('notice-text')?.textContent).toContain('not a whole Lanline link');
    expect(core.heard.some(({ name }) => name === 'team.look')).toBe(false);
    expect(document.querySelector('[role="dialog"]')).toBeNull();
  });

  it('that leads nowhere says so, with a way on', async () => {
    refuses('team.look', 'UNREACHABLE');
    core.opened = { kind: 'invite', text: link };
    app = await mountApp(core);
    await app.click('join-look-opened');
    expect(app.find('error-text')?.textContent).toContain('Nobody answers there');
    delete core.instead['team.look'];
    await app.click('join-again');
    expect(app.find('join-words')?.textContent).toBe(words);
  });

  it('replaces the one before, whose late answer changes nothing', async () => {
    let answer: (found: TeamPreview) => void = () => undefined;
    core.instead['team.look'] = () => new Promise((resolve) => (answer = resolve));
    app = await mountApp(core);
    core.push('opened', { kind: 'invite', text: link });
    await settle();
    await app.click('join-look-opened');
    const first = answer;
    finds({ name: 'The second' });
    core.push('opened', { kind: 'invite', text: link.replace('10.0.0.1', '10.0.0.2') });
    await settle();
    first(core.preview({ name: 'The first' }));
    await settle();
    expect(app.find('join-opened')?.textContent).toContain('10.0.0.2');
    await app.click('join-look-opened');
    expect(document.querySelector('.dialog strong')?.textContent).toBe('The second');
  });
});
