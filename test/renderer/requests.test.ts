// The door: those who may let people in hear at once who waits, and answer; nobody else hears of it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import type { Role } from '../../src/shared/entities.ts';
import { makeLab } from './support/lab.ts';
import { settle } from './support/mountApp.ts';
import { openDialog, type Page } from './support/openDialog.ts';

let lab: ReturnType<typeof makeLab>;
let page: Page;
async function open(role: Role = 'owner', dialog: 'requests' | 'keys' = 'keys'): Promise<void> {
  lab.noor.role = role;
  page = await openDialog(lab.core, dialog);
}
async function knock(name: string, more = {}) {
  const request = lab.team.doings.knock(name, more);
  await settle();
  return request;
}

beforeEach(() => (lab = makeLab()));
afterEach(() => page.close());

describe('the banner', () => {
  it('tells who waited before the window opened, and who comes later', async () => {
    lab.team.doings.knock('Ines Ferreira', { device: 'ines-laptop' });
    await open();
    expect(page.text('requests-open')).toContain('Ines Ferreira wants to join');
    expect(page.text('requests-open')).toContain('ines-laptop');
    await knock('Amira');
    expect(page.text('requests-banner')).toContain('Ines Ferreira and 1 other want to join');
    await knock('Jonas');
    expect(page.text('requests-banner')).toContain('and 2 others want to join');
    expect(page.find('banner-admit')).toBeNull();
  });

  it('lets somebody in as a member', async () => {
    await open('admin');
    expect(page.find('requests-banner')).toBeNull();
    const { id } = await knock('Ines Ferreira');
    await page.click('banner-admit');
    expect(page.heard('request.answer')).toEqual([{ request: id, admit: true, role: 'member' }]);
    expect(page.find('requests-banner')).toBeNull();
  });

  it('sends somebody away', async () => {
    await open();
    const { id } = await knock('Ines Ferreira');
    await page.click('banner-decline');
    expect(page.heard('request.answer')).toEqual([{ request: id, admit: false, role: 'member' }]);
    expect(page.find('requests-banner')).toBeNull();
  });

  it('put aside becomes one quiet line, until somebody else comes', async () => {
    await open();
    await knock('Ines Ferreira');
    await page.click('banner-later');
    expect(page.find('requests-banner')).toBeNull();
    expect(page.text('requests-waiting')).toBe('1 waiting at the door');
    await knock('Jonas');
    expect(page.text('requests-banner')).toContain('Jonas wants to join');
    await page.click('banner-later');
    expect(page.text('requests-waiting')).toBe('2 waiting at the door');
    await page.click('requests-waiting');
    expect(page.all('request-row')).toHaveLength(2);
  });

  it.each(['member', 'guest'] as const)('is not for a %s', async (role) => {
    lab.team.doings.knock('Ines Ferreira');
    await open(role, 'requests');
    await knock('Jonas');
    expect(page.heard('requests.list')).toEqual([]);
    expect(page.find('requests-banner')).toBeNull();
    expect(page.find('requests-waiting')).toBeNull();
    expect(page.find('request-row')).toBeNull();
    expect(document.body.textContent).toContain('Only owners and admins let people in');
  });

  it('comes to whoever becomes an admin meanwhile, and goes with that', async () => {
    lab.team.doings.knock('Ines Ferreira');
    await open('member');
    const become = async (role: Role): Promise<void> => {
      lab.team.people = lab.team.people.map((one) =>
        one.id === lab.noor.id ? { ...one, role } : one,
      );
      lab.team.push('people', lab.team.people);
      await settle();
    };
    await become('admin');
    expect(page.text('requests-banner')).toContain('Ines Ferreira');
    await become('member');
    expect(page.find('requests-banner')).toBeNull();
  });

  it('is pointed at where a narrow window hides it', async () => {
    // All widths that are asked for are narrow ones.
    vi.spyOn(window, 'matchMedia').mockImplementation(
      () => Object.assign(new EventTarget(), { matches: true }) as MediaQueryList,
    );
    await open();
    expect(page.find('drawer-mark')).toBeNull();
    await knock('Ines Ferreira');
    expect(page.find('drawer-mark')).not.toBeNull();
    expect(page.find('drawer-open')?.getAttribute('aria-label')).toContain('1 waiting at the door');
    await page.click('banner-later');
    expect(page.find('drawer-mark')).toBeNull();
  });

  it('of one team is not shown in another', async () => {
    const other = lab.core.addTeam('Front office');
    other.me = other.addPerson('Noor', { role: 'owner' }).id;
    lab.team.doings.knock('Ines Ferreira');
    await open();
    expect(page.find('requests-banner')).not.toBeNull();
    lab.core.instead['requests.list'] = () => {
      throw new Refusal('STORAGE_BUSY', 'busy');
    };
    lab.core.teams = [other];
    lab.core.changed();
    await settle();
    expect(page.find('requests-banner')).toBeNull();
    expect(lab.core.heard.at(-1)?.team).toBe(other.id);
  });

  it('says in words what went wrong', async () => {
    lab.core.instead['request.answer'] = () => {
      throw new Refusal('NAME_TAKEN', 'Ines Ferreira');
    };
    await open();
    await knock('Ines Ferreira');
    await page.click('banner-admit');
    expect(page.text('error-text')).toContain('has that name by now');
    expect(page.find('requests-banner')).not.toBeNull();
  });
});

describe('the dialog', () => {
  it('shows who, at which computer, from where, the longest waiting first', async () => {
    const now = Date.now();
    lab.team.doings.knock('Jonas', { askedAt: now - 70_000, device: '', address: '192.168.1.51' });
    lab.team.doings.knock('Ines', { askedAt: now - 8 * 60_000 });
    await open('owner', 'requests');
    expect(page.all('request-row').map((row) => row.querySelector('.what')?.textContent)).toEqual([
      expect.stringMatching(/^Ines\s*ines-laptop · 192\.168\.1\.44 · 8 min ago/),
      expect.stringMatching(/^Jonas\s*Computer without a name · 192\.168\.1\.51 · 1 min ago/),
    ]);
    expect(page.text('invite-words')).toContain('tulip-anchor-maple-seven');
  });

  it('lets in with another role, and says what a guest misses', async () => {
    const { id } = lab.team.doings.knock('Ines');
    await open('owner', 'requests');
    expect(page.options('request-role')).toEqual(['member', 'guest', 'admin']);
    await page.choose('request-role', 'guest');
    expect(page.text('request-row')).toContain('comes into no channel yet');
    await page.click('request-admit');
    expect(page.heard('request.answer')).toEqual([{ request: id, admit: true, role: 'guest' }]);
    expect(document.body.textContent).toContain('Nobody is waiting');
  });

  it('offers an admin no more than an admin may give', async () => {
    lab.team.doings.knock('Ines');
    await open('admin', 'requests');
    expect(page.options('request-role')).toEqual(['member', 'guest']);
  });

  it('is live: who gives up leaves it', async () => {
    lab.team.doings.knock('Ines');
    lab.team.doings.knock('Jonas');
    await open('owner', 'requests');
    lab.team.doings.requests = lab.team.doings.requests.slice(1);
    lab.team.push('requests', lab.team.doings.requests);
    await settle();
    expect(page.all('request-row').map((row) => row.textContent)).toEqual([
      expect.stringContaining('Jonas'),
    ]);
  });

  it('drops whom somebody else has answered', async () => {
    lab.team.doings.knock('Ines');
    lab.team.doings.knock('Jonas');
    await open('owner', 'requests');
    lab.team.doings.requests = [];
    page.all('request-decline')[0]?.click();
    await settle();
    expect(page.all('request-row')).toHaveLength(1);
  });

  it('says why it is empty when it could not be read', async () => {
    lab.core.instead['requests.list'] = () => {
      throw new Refusal('STORAGE_BUSY', 'busy');
    };
    await open('owner', 'requests');
    expect(page.text('error-text')).toContain('busy');
    expect(document.body.textContent).not.toContain('Nobody is waiting');
  });

  it('waits for a connection', async () => {
    lab.team.doings.knock('Ines');
    await open('owner', 'requests');
    lab.team.link = { state: 'offline', reason: null, retryAt: null, waiting: 0 };
    lab.team.push('link', lab.team.link);
    await settle();
    expect(page.disabled('request-admit')).toBe(true);
    expect(page.disabled('banner-admit')).toBe(true);
  });

  it('shows hostile names, computers and addresses as text on one line', async () => {
    const hostile = '<b onclick=alert(1)>x</b>';
    await open('owner', 'requests');
    await knock(hostile, { device: `lap\u202etop\n${hostile}`, address: `\u2066fe80::1\0` });
    const row = page.find('request-row');
    expect(row?.textContent).toContain(hostile);
    expect(row?.textContent).toContain(`lap top ${hostile}`);
    expect(row?.textContent).not.toMatch(/[\p{Bidi_Control}\0]/u);
    expect(row?.querySelector('b, [onclick]')).toBeNull();
    expect(page.find('requests-banner')?.querySelector('b, [onclick]')).toBeNull();
  });
});
