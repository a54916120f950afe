// Inviting: one press makes a link whose QR code says the same; what opens
// the door is listed and can be revoked; each role gets what it may hand out.
import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { parseInviteLink } from '../../src/shared/inviteLink.ts';
import type { Role } from '../../src/shared/entities.ts';
import QrCode from '../../src/renderer/components/invites/QrCode.vue';
import { makeLab } from './support/lab.ts';
import { settle } from './support/mountApp.ts';
import { openDialog, type Page } from './support/openDialog.ts';
import { scanQr } from './support/scanQr.ts';

const day = 86_400_000;
let lab: ReturnType<typeof makeLab>;
let page: Page;
async function open(role: Role = 'owner'): Promise<void> {
  lab.noor.role = role;
  page = await openDialog(lab.core, 'invite');
}

beforeEach(() => (lab = makeLab()));
afterEach(() => page.close());

describe('a link', () => {
  it('is made by a press and not by looking', async () => {
    await open();
    expect(page.heard('invite.create')).toEqual([]);
    expect(page.find('invite-link')).toBeNull();
    await page.click('invite-create');
    expect(page.heard('invite.create')).toEqual([
      { role: 'member', expiresIn: 7 * day, uses: null, channels: [] },
    ]);
    expect(parseInviteLink(page.text('invite-link') ?? '').team).toBe('Riverside Lab');
    expect(page.text('invite-words')).toContain('tulip-anchor-maple-seven');
  });

  it('stands in its QR code, sign for sign', async () => {
    await open();
    await page.click('invite-create');
    expect(scanQr(page.find('invite-qr'))).toBe(page.text('invite-link'));
  });

  it('is copied whole', async () => {
    const copied: string[] = [];
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (said) => {
      copied.push(said);
    });
    await open();
    await page.click('invite-create');
    await page.click('invite-copy');
    expect(copied).toEqual([page.text('invite-link')]);
    expect(page.text('invite-copy')).toBe('Copied');
  });

  it('is shown again at the next opening, until it ends', async () => {
    await open();
    await page.click('invite-create');
    const first = page.text('invite-link');
    await page.show('keys');
    await page.show('invite');
    expect(page.text('invite-link')).toBe(first);

    // Revoked at another computer: the list that is read at opening says so.
    lab.team.doings.invites = [];
    await page.show('keys');
    await page.show('invite');
    expect(page.find('invite-link')).toBeNull();
    expect(document.body.textContent).toContain('The last link has ended');
    await page.click('invite-create');
    expect(page.text('invite-link')).not.toBe(first);
  });

  it('belongs to its team', async () => {
    const other = lab.core.addTeam('Front office');
    other.me = other.addPerson('Noor', { role: 'owner' }).id;
    await open();
    await page.click('invite-create');
    lab.core.teams = [other];
    lab.core.changed();
    await settle();
    await page.show('invite');
    expect(document.body.textContent).toContain('Invite people to Front office');
    expect(page.find('invite-link')).toBeNull();
  });

  it('lets a guest into chosen channels only', async () => {
    await open();
    await page.click('invite-change');
    await page.choose('invite-role', 'guest');
    expect(page.disabled('invite-create')).toBe(true);
    page.all('invite-channel')[1]?.click();
    await settle();
    await page.click('invite-create');
    expect(page.heard('invite.create')).toEqual([
      { role: 'guest', expiresIn: 7 * day, uses: null, channels: [lab.hardware.id] },
    ]);
  });

  it('that makes an admin is for one person and a day', async () => {
    await open();
    await page.click('invite-change');
    await page.choose('invite-role', 'admin');
    expect(page.text('invite-terms')).toBe('Admin · 1 day · 1 person');
    await page.choose('invite-span', String(3_600_000));
    await page.choose('invite-uses', '5');
    await page.click('invite-create');
    expect(page.heard('invite.create')).toEqual([
      { role: 'admin', expiresIn: 3_600_000, uses: 5, channels: [] },
    ]);
  });

  it('says in words why it could not be made', async () => {
    lab.core.instead['invite.create'] = () => {
      throw new Refusal('RATE_LIMITED', 'many', { retryAfterMs: 4200 });
    };
    await open();
    await page.click('invite-create');
    expect(page.text('error-text')).toBe('That was a lot at once. Try again in 5 s.');
    expect(page.disabled('invite-create')).toBe(false);
  });

  it('waits for a connection', async () => {
    lab.team.link = { state: 'offline', reason: null, retryAt: null, waiting: 0 };
    lab.core.instead['invites.list'] = () => {
      throw new Refusal('OFFLINE', 'no way');
    };
    await open();
    expect(page.disabled('invite-create')).toBe(true);
    expect(page.disabled('invite-speak')).toBe(true);
    expect(document.body.textContent).toContain('works again when the connection is back');
    expect(document.body.textContent).toContain('shown when the connection is back');
  });

  it('warns where anybody can read along', async () => {
    lab.team.security = { kind: 'none', words: null };
    await open();
    await page.click('invite-create');
    expect(page.text('invite-words')).toContain('no encryption');
  });
});

describe('a QR code', () => {
  it.each([1, 200, 2048])('holds a text of %i signs and can be read', (length) => {
    const text = `lanline://join/${'aB3-'.repeat(512)}`.slice(0, length);
    const code = mount(QrCode, { props: { text, label: 'link' } });
    expect(scanQr(code.element)).toBe(text);
    code.unmount();
  });

  it('keeps an empty edge of four modules', () => {
    const code = mount(QrCode, { props: { text: 'x', label: 'link' } });
    const starts = [
      ...code
        .find('.ink')
        .attributes('d')!
        .matchAll(/M(\d+) (\d+)h(\d+)/g),
    ];
    const size = Number(code.attributes('viewBox')?.split(' ')[2]);
    expect(Math.min(...starts.map(([, x, y]) => Math.min(Number(x), Number(y))))).toBe(4);
    expect(Math.max(...starts.map(([, x, , run]) => Number(x) + Number(run)))).toBe(size - 4);
    code.unmount();
  });
});

describe('what opens the door', () => {
  it('is listed with its terms, and each can be revoked after a question', async () => {
    const made = lab.team.doings.handlers;
    made['invite.create']({ role: 'guest', expiresIn: 3 * day, uses: 5, channels: [] });
    Object.assign(lab.team.doings.invites[0] ?? {}, { used: 2, createdBy: lab.mara.id });
    made['device.invite']({ user: lab.wei.id, spoken: false });
    await open();
    const rows = () => page.all('invite-row').map((row) => row.querySelector('.what')?.textContent);
    expect(rows()).toHaveLength(2);
    expect(rows().join()).toContain('Another computer for Wei Chen 陈伟');
    expect(rows().join()).toMatch(/Link · Guestby Mara Lind · used 2 of 5 · ends in 3 days/);

    page.all('invite-revoke')[0]?.click();
    await settle();
    expect(page.heard('invite.revoke')).toEqual([]);
    await page.click('invite-revoke-confirm');
    expect(page.heard('invite.revoke')).toHaveLength(1);
    expect(rows()).toHaveLength(1);
  });

  it('shows neither what is used up nor, once revoked, the link made here', async () => {
    await open();
    await page.click('invite-create');
    await page.click('invite-revoke');
    await page.click('invite-revoke-confirm');
    expect(page.find('invite-link')).toBeNull();
    lab.team.doings.handlers['invite.create']({
      role: 'member',
      expiresIn: null,
      uses: 1,
      channels: [],
    });
    Object.assign(lab.team.doings.invites[0] ?? {}, { used: 1 });
    await page.show('keys');
    await page.show('invite');
    expect(page.find('invite-row')).toBeNull();
    expect(document.body.textContent).toContain('no link and no code is open');
  });

  it('says so, with a way on, when it cannot be read', async () => {
    lab.core.instead['invites.list'] = () => {
      throw new Refusal('STORAGE_BUSY', 'busy');
    };
    await open();
    expect(page.text('error-text')).toContain('busy');
  });

  it('shows a hostile name as the text it is', async () => {
    lab.mara.name = '<img src=x onerror=alert(1)>';
    lab.team.doings.handlers['device.invite']({ user: lab.mara.id, spoken: false });
    await open();
    expect(page.text('invite-row')).toContain('<img src=x onerror=alert(1)>');
    expect(page.find('invite-row')?.querySelector('img')).toBeNull();
  });
});

describe('who may invite', () => {
  it.each([
    ['owner', 'invite', ['member', 'guest', 'admin']],
    ['admin', 'invite', ['member', 'guest']],
    ['member', 'open', ['member', 'guest']],
  ] as const)('%s behind the door "%s": %j are handed out', async (role, door, expected) => {
    lab.team.door = door;
    await open(role);
    await page.click('invite-change');
    expect(page.options('invite-role')).toEqual(expected);
    expect(page.find('panel-invite')).not.toBeNull();
  });

  it.each([
    ['member', 'ask'],
    ['member', 'invite'],
    ['guest', 'open'],
  ] as const)('%s behind the door "%s": told whom to ask', async (role, door) => {
    lab.team.door = door;
    await open(role);
    expect(page.find('invite-create')).toBeNull();
    expect(page.find('panel-invite')).toBeNull();
    expect(page.heard('invites.list')).toEqual([]);
    expect(document.body.textContent).toContain('only owners and admins invite');
  });
});
