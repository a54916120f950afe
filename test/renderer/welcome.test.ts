// The first view: teams on this network as they come and go, a place to type, a team of one's own.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NearbyTeam } from '../../src/shared/rows.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { MemoryCore, pinOf } from './support/memoryCore.ts';
import { idOf } from './support/memoryTeam.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let core: MemoryCore;
let app: TestApp;
beforeEach(() => void (core = new MemoryCore()));
afterEach(() => app.close());

const team = (n: number, more: Partial<NearbyTeam> = {}): NearbyTeam => ({
  key: `key-${n}`,
  team: idOf(5, n),
  name: `Team ${n}`,
  people: n,
  address: `192.168.1.${n}:7788`,
  hosts: [`192.168.1.${n}:7788`],
  words: `tulip-anchor-maple-${n}`,
  secure: true,
  joined: false,
  ...more,
});
const names = () => app.all('nearby-team').map((row) => row.dataset['name']);
const text = () => document.body.textContent;

describe('teams on this network', () => {
  it('are looked for while the view is shown, and no longer', async () => {
    app = await mountApp(core);
    expect(core.watching).toBe(true);
    await app.click('welcome-host');
    await app.type('host-person-name', 'Mara');
    await app.click('host-submit');
    expect(app.find('team-menu')).not.toBeNull();
    expect(core.watching).toBe(false);
  });

  it('say who they are, and how they are known', async () => {
    core.nearby = [
      team(1, { name: 'Riverside Lab', people: 14 }),
      team(2, { secure: false, words: null }),
      team(3, { words: null }),
    ];
    app = await mountApp(core);
    const [lab, open, unknown] = app.all('nearby-team');
    expect(lab?.dataset['key']).toBe('key-1');
    expect(lab?.textContent).toContain('192.168.1.1:7788');
    expect(lab?.textContent).toContain('14 people');
    expect(lab?.textContent).toContain('key tulip-anchor-maple-1');
    expect(open?.textContent).toContain('not encrypted');
    expect(unknown?.textContent).not.toContain('not encrypted');
    expect(unknown?.textContent).toContain('key …');
  });

  it('keep their places when others come, and go only when nobody points at them', async () => {
    core.nearby = [team(1), team(2), team(3)];
    app = await mountApp(core);
    core.show([team(9), team(3), team(2), team(1)]);
    await settle();
    expect(names()).toEqual(['Team 1', 'Team 2', 'Team 3', 'Team 9']);
    const list = app.find('nearby-team')?.parentElement;
    list?.dispatchEvent(new Event('pointerenter'));
    await settle();
    core.show([team(3), team(9)]);
    await settle();
    expect(names()).toEqual(['Team 1', 'Team 2', 'Team 3', 'Team 9']);
    expect(app.all('nearby-join')[0]).toHaveProperty('disabled', true);
    list?.dispatchEvent(new Event('pointerleave'));
    await settle();
    expect(names()).toEqual(['Team 3', 'Team 9']);
  });

  it('with one name and two keys ask for care, and so does the name of a team of mine', async () => {
    const mine = core.addTeam('Front office');
    mine.me = mine.addPerson('Noor').id;
    core.nearby = [
      team(1, { name: 'Riverside Lab' }),
      team(2, { name: 'ＲIVERSIDE lab' }),
      team(3, { name: 'front office' }),
      team(4, { name: 'Front office', team: mine.id, joined: true }),
      team(5, { name: 'Alone' }),
    ];
    app = await mountApp(core);
    await app.openMenu('team-menu');
    await app.click('team-add-open');
    const cares = app
      .all('nearby-team')
      .map((row) => row.querySelector('.twin')?.textContent ?? '');
    expect(cares[0]).toContain('same name');
    expect(cares[1]).toContain('same name');
    expect(cares[2]).toContain('Not the team of this name that you are in');
    expect(cares[4]).toBe('');
    app.all('nearby-join')[3]?.click();
    await settle();
    expect(app.find('team-menu')?.textContent).toContain('Front office');
  });

  it('are bounded, however many announce themselves', async () => {
    app = await mountApp(core);
    core.show(Array.from({ length: 2_000 }, (_, n) => team(n)));
    await settle();
    expect(app.all('nearby-team')).toHaveLength(200);
    expect(text()).toContain('1800 more announce themselves');
    core.show(Array.from({ length: 2_000 }, (_, n) => team(1_999 - n)));
    await settle();
    expect(names().slice(0, 3)).toEqual(['Team 0', 'Team 1', 'Team 2']);
  });

  it('show hostile names and addresses as the text they are', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const address = '"><script>alert(1)</script>:7788';
    core.nearby = [team(1, { name, address })];
    app = await mountApp(core);
    const row = app.find('nearby-team');
    expect(row?.querySelector('strong')?.textContent).toBe(name);
    expect(row?.querySelector('.address')?.textContent).toBe(address);
    expect(document.querySelector('.welcome img, .welcome script')).toBeNull();
  });

  it('leave a calm place when there are none, which says after a while what to do', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    app = await mountApp(core);
    expect(app.find('nearby-empty')?.textContent).toContain('Looking…');
    await vi.advanceTimersByTimeAsync(6_000);
    await settle();
    expect(app.find('nearby-empty')?.textContent).toContain('invite link');
    app.find('nearby-empty')?.querySelector('button')?.click();
    await settle();
    expect(app.find('check-summary')).not.toBeNull();
  });
});

describe('the field', () => {
  it('looks at an address and shows the team before it asks for anything', async () => {
    core.settings = { ...core.settings, name: 'Noor' };
    app = await mountApp(core);
    expect(document.activeElement).toBe(app.find('join-place'));
    await app.type('join-place', ' lab-nas.local ');
    await app.click('join-look');
    expect(core.heard.at(-1)?.input).toEqual({ place: 'lab-nas.local' });
    expect(app.find('join-words')?.textContent).toBe('tulip-anchor-maple-seven');
    expect(text()).toContain('14 people');
    expect(app.find('join-person-name')).toHaveProperty('value', 'Noor');
  });

  it('says what is wrong where it stands, and where to find out more', async () => {
    core.instead['team.look'] = () => {
      throw new Refusal('UNREACHABLE', 'nobody');
    };
    app = await mountApp(core);
    await app.submit('join-place');
    expect(app.find('error-text')?.textContent).toContain('Paste an invite link');
    await app.type('join-place', 'printer.local');
    await app.click('join-look');
    expect(app.find('error-text')?.textContent).toContain('Check the network');
    expect(app.find('join-words')).toBeNull();
    await app.type('join-place', 'printer.loca');
    expect(app.find('error-text')).toBeNull();
  });

  it('looks by itself at a whole link that is pasted, and at nothing else', async () => {
    app = await mountApp(core);
    const looks = () => core.heard.filter(({ name }) => name === 'team.look');
    const paste = async (pasted: string) => {
      app.find('join-place')?.dispatchEvent(new Event('paste', { bubbles: true }));
      await app.type('join-place', pasted);
    };
    await paste('lab-nas.local');
    expect(looks()).toEqual([]);
    await paste(`lanline://join/${'A'.repeat(22)}?a=10.0.0.1:7788&p=${pinOf('A')}&t=Lab`);
    expect(looks()).toHaveLength(1);
    expect(core.heard.some(({ name }) => name === 'team.join')).toBe(false);
  });
});

describe('a team of one’s own', () => {
  it('takes two presses where the names are known', async () => {
    core.suggestedName = 'Mara Lind';
    app = await mountApp(core);
    await app.click('welcome-host');
    expect(app.find('host-person-name')).toHaveProperty('value', 'Mara Lind');
    expect(app.find('host-team-name')).toHaveProperty('value', "Mara Lind's team");
    await app.click('host-submit');
    expect(core.heard.find(({ name }) => name === 'team.host')?.input).toEqual({
      team: "Mara Lind's team",
      name: 'Mara Lind',
    });
    expect(app.find('team-menu')?.textContent).toContain("Mara Lind's team");
    expect(app.find('host-alone')?.textContent).toContain('192.168.1.20:7788');
  });

  it('is called after its host until it is given a name', async () => {
    app = await mountApp(core);
    await app.click('welcome-host');
    await app.click('host-submit');
    expect(app.all('error-text')).toHaveLength(2);
    await app.type('host-person-name', 'Wei');
    expect(app.find('host-team-name')).toHaveProperty('value', "Wei's team");
    await app.type('host-team-name', 'Lab');
    await app.type('host-person-name', 'Wei Chen');
    expect(app.find('host-team-name')).toHaveProperty('value', 'Lab');
    await app.click('host-submit');
    expect(app.find('team-menu')?.textContent).toContain('Lab');
  });

  it('says in words why it cannot be', async () => {
    core.suggestedName = 'Mara';
    core.instead['team.host'] = () => {
      throw new Refusal('PORT_IN_USE', 'taken');
    };
    app = await mountApp(core);
    await app.click('welcome-host');
    await app.click('host-submit');
    expect(app.find('error-text')?.textContent).toContain('port');
  });
});
