// Several teams side by side: the rail, its keys, and that nothing of one ever ends up in another.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import type { ConversationRow } from '../../src/shared/rows.ts';
import { eventually } from '../support/eventually.ts';
import { MemoryCore } from './support/memoryCore.ts';
import { idOf, type MemoryTeam } from './support/memoryTeam.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let core: MemoryCore;
let app: TestApp;
let lab: MemoryTeam;
let office: MemoryTeam;
let labGeneral: ConversationRow;
let officeGeneral: ConversationRow;

/** Ids of people and conversations are the same in both: only the team tells them apart. */
function makeTeam(name: string, words: string): MemoryTeam {
  const team = core.addTeam(name, { security: { kind: 'pin', words } });
  team.me = team.addPerson('Noor Vance', { role: 'owner' }).id;
  team.addPerson(`Somebody of ${name}`);
  return team;
}

beforeEach(() => {
  core = new MemoryCore();
  lab = makeTeam('Riverside Lab', 'tulip-anchor-maple-seven');
  office = makeTeam('Front office', 'river-comet-oak-two');
  labGeneral = lab.addConversation('channel', 'general');
  officeGeneral = office.addConversation('channel', 'front');
});
afterEach(() => app.close());

const tiles = () => app.all('team-tile');
const shownName = () => app.find('team-menu')?.querySelector('strong')?.textContent;
const heard = (name: string) => core.heard.filter((call) => call.name === name);
async function press(digit: number): Promise<void> {
  const code = `Digit${digit}`;
  window.dispatchEvent(new KeyboardEvent('keydown', { code, key: String(digit), ctrlKey: true }));
  await settle();
}
const texts = () => app.all('message-text').map((row) => row.textContent);

describe('the rail', () => {
  it('is there for two or more, and not for one', async () => {
    core.teams = [lab];
    app = await mountApp(core);
    expect(tiles()).toEqual([]);
    core.teams = [lab, office];
    core.changed();
    await settle();
    expect(tiles().map((tile) => tile.dataset['team'])).toEqual([lab.id, office.id]);
  });

  it('says what is new, who calls, and whose line is broken', async () => {
    office.addConversation('channel', 'news', { unread: 4, mentions: 2 });
    office.link = { state: 'offline', reason: null, retryAt: null, waiting: 0 };
    app = await mountApp(core);
    const [first, second] = tiles();
    expect(first?.getAttribute('aria-label')).toBe('Riverside Lab');
    expect(first?.getAttribute('aria-current')).toBe('page');
    expect(second?.getAttribute('aria-label')).toBe('Front office, 4 unread, 2 for you, offline');
    expect(second?.querySelector('.count')?.textContent).toBe('2');
    expect(second?.title).toContain('Ctrl 2');
    core.push('teams', [lab.state, { ...office.state, mentions: 0, unread: 3 }]);
    await settle();
    expect(tiles()[1]?.querySelector('.count')).toBeNull();
    expect(tiles()[1]?.querySelector('.dot')).not.toBeNull();
  });

  it('shows hostile names as text', async () => {
    core.push('teams', []);
    office.name = '<b>x</b>';
    app = await mountApp(core);
    expect(tiles()[1]?.textContent).toContain('<b>x</b>');
    expect(document.querySelector('.team-rail b')).toBeNull();
  });
});

describe('switching', () => {
  it('works by tile and by key, is remembered, and shows what is on this computer', async () => {
    lab.log(labGeneral.id, lab.me, 'said in the lab', 1);
    office.log(officeGeneral.id, office.me, 'said in the office', 1);
    app = await mountApp(core);
    expect(texts()).toEqual(['said in the lab']);
    await press(2);
    expect(shownName()).toBe('Front office');
    expect(texts()).toEqual(['said in the office']);
    expect(app.all('conversation-item').map((row) => row.textContent.trim())).toEqual(['front']);
    expect(core.settings.team).toBe(office.id);
    tiles()[0]?.click();
    await settle();
    expect(shownName()).toBe('Riverside Lab');
    expect(texts()).toEqual(['said in the lab']);
    await press(9);
    expect(shownName()).toBe('Riverside Lab');
  });

  it('does nothing under an open dialog', async () => {
    app = await mountApp(core);
    await app.click('settings-open');
    await press(2);
    expect(shownName()).toBe('Riverside Lab');
  });

  it('begins where the last one was shown', async () => {
    core.settings = { ...core.settings, team: office.id };
    app = await mountApp(core);
    expect(shownName()).toBe('Front office');
    expect(new Set(heard('people.list').map(({ team }) => team))).toEqual(new Set([office.id]));
  });

  it('sends each call to the team it is about', async () => {
    app = await mountApp(core);
    await app.type('composer-input', 'for the lab');
    await app.key('composer-input', 'Enter');
    await press(2);
    await app.type('composer-input', 'for the office');
    await app.key('composer-input', 'Enter');
    expect(heard('message.send').map(({ team }) => team)).toEqual([lab.id, office.id]);
    expect(lab.rows.get(labGeneral.id)).toHaveLength(1);
    expect(office.rows.get(officeGeneral.id)).toHaveLength(1);
  });
});

describe('what was begun in one team', () => {
  it('as a draft is kept there, and stands there again', async () => {
    app = await mountApp(core);
    await app.type('composer-input', 'half a thought');
    await press(2);
    expect(app.find('composer-input')).toHaveProperty('value', '');
    expect(lab.drafts.get(labGeneral.id)).toBe('half a thought');
    expect(office.drafts.size).toBe(0);
    await app.type('composer-input', 'another');
    await press(1);
    expect(app.find('composer-input')).toHaveProperty('value', 'half a thought');
    expect(office.drafts.get(officeGeneral.id)).toBe('another');
  });

  it('as a message on its way clears only what was sent of it', async () => {
    let done: (answer: { id: string }) => void = () => undefined;
    core.instead['message.send'] = () => new Promise((resolve) => (done = resolve));
    app = await mountApp(core);
    await app.type('composer-input', 'first');
    await app.key('composer-input', 'Enter');
    await app.type('composer-input', 'first and more');
    await press(2);
    await app.type('composer-input', 'elsewhere');
    done({ id: 'x' });
    await settle();
    expect(app.find('composer-input')).toHaveProperty('value', 'elsewhere');
    expect(lab.drafts.get(labGeneral.id)).toBe(' and more');
    await press(1);
    expect(app.find('composer-input')).toHaveProperty('value', ' and more');
  });

  it('as a refused message is told there', async () => {
    let refuse: (reason: Refusal) => void = () => undefined;
    core.instead['message.send'] = () => new Promise((_, reject) => (refuse = reject));
    app = await mountApp(core);
    await app.type('composer-input', 'hello');
    await app.key('composer-input', 'Enter');
    await press(2);
    refuse(new Refusal('DATA_UNWRITABLE', 'disk'));
    await settle();
    expect(app.find('error-text')).toBeNull();
    await press(1);
    expect(app.find('composer-input')).toHaveProperty('value', 'hello');
    expect(app.find('error-text')?.textContent).toContain('data folder');
  });

  it('as typing is ended there', async () => {
    app = await mountApp(core);
    await app.type('composer-input', 'h');
    await press(2);
    const told = heard('typing.set').map(({ team, input }) => [team, input]);
    expect(told).toEqual([
      [lab.id, { conversation: labGeneral.id, on: true }],
      [lab.id, { conversation: labGeneral.id, on: false }],
    ]);
  });
});

describe('news of a team that is not shown', () => {
  it('change nothing here', async () => {
    app = await mountApp(core);
    office.arrive(officeGeneral.id, idOf(1, 2), 'not for the lab');
    office.setLink({ state: 'offline', reason: null, retryAt: null, waiting: 0 });
    office.push('people', [{ ...office.people[1]!, name: 'Not of the lab' }]);
    office.push('typing', { conversation: labGeneral.id, users: [idOf(1, 2)] });
    await settle();
    expect(texts()).toEqual([]);
    expect(app.find('line')?.dataset['state']).toBe('live');
    expect(document.body.textContent).not.toContain('Not of the lab');
    expect(document.body.textContent).not.toContain('is typing');
    expect(tiles()[1]?.getAttribute('aria-label')).toContain('1 unread');
    await press(2);
    expect(texts()).toEqual(['not for the lab']);
    expect(app.find('line')?.dataset['state']).toBe('offline');
  });

  it('and answers that come too late are not shown', async () => {
    const late: (() => void)[] = [];
    core.instead['people.list'] = () =>
      new Promise((resolve) => late.push(() => resolve(lab.people)));
    core.instead['conversations.list'] = () =>
      new Promise((resolve) => late.push(() => resolve([labGeneral])));
    app = await mountApp(core);
    delete core.instead['people.list'];
    delete core.instead['conversations.list'];
    // Lists are waited for a little, and then the window is drawn without them.
    await eventually(() => expect(tiles()).toHaveLength(2));
    await press(2);
    for (const answer of late) answer();
    await settle();
    expect(app.all('conversation-item').map((row) => row.textContent.trim())).toEqual(['front']);
    expect(document.body.textContent).not.toContain('Somebody of Riverside Lab');
  });
});

describe('leaving', () => {
  it('forgets that team alone, and shows the next', async () => {
    app = await mountApp(core);
    await app.type('composer-input', 'half');
    await app.openMenu('team-menu');
    await app.click('team-leave');
    await app.click('leave-confirm');
    expect(heard('team.forget').map(({ team }) => team)).toEqual([lab.id]);
    expect(shownName()).toBe('Front office');
    expect(app.all('team-tile')).toHaveLength(0);
    await app.openMenu('team-menu');
    await app.click('team-leave');
    await app.click('leave-confirm');
    expect(app.find('welcome')).not.toBeNull();
  });
});

describe('adding a team', () => {
  it('is a view with a way back', async () => {
    app = await mountApp(core);
    await app.click('team-add');
    expect(app.find('welcome')).not.toBeNull();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
    await settle();
    expect(app.find('welcome')).toBeNull();
    await app.click('team-add');
    await app.click('check-network');
    await app.key('check-again', 'Escape');
    expect(document.querySelector('[role="dialog"]')).toBeNull();
    expect(app.find('welcome')).not.toBeNull();
    await press(2);
    expect(shownName()).toBe('Front office');
  });

  it('by hosting shows it at once, told by its answer or by its push', async () => {
    core.suggestedName = 'Noor';
    app = await mountApp(core);
    await app.click('team-add');
    await app.click('welcome-host');
    await app.click('host-submit');
    expect(shownName()).toBe("Noor's team");
    expect(tiles()).toHaveLength(3);
  });
});
