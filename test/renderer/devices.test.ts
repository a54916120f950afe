// One's computers: which they are, shutting one out, adding one by link or by voice.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { makeLab } from './support/lab.ts';
import { settle } from './support/mountApp.ts';
import { openDialog, type Page } from './support/openDialog.ts';
import { scanQr } from './support/scanQr.ts';

let lab: ReturnType<typeof makeLab>;
let page: Page;
const open = async (): Promise<void> => {
  page = await openDialog(lab.core, 'settings', 'devices');
};
const rows = () =>
  page.all('device-row').map((row) => row.querySelector('.what')?.textContent.trim());

beforeEach(() => (lab = makeLab()));
afterEach(() => page.close());

describe('the list', () => {
  it('begins with this computer, which cannot sign itself out here', async () => {
    const now = Date.now();
    const old = { online: false, lastSeenAt: now - 5 * 3_600_000 };
    lab.team.doings.addDevice(lab.noor.id, 'lab-bench', old);
    lab.team.doings.addDevice(lab.noor.id, '', { online: false, lastSeenAt: null });
    lab.team.doings.addDevice(lab.noor.id, 'thinkpad', { current: true });
    lab.team.doings.addDevice(lab.wei.id, 'not mine');
    await open();
    expect(rows()).toEqual([
      expect.stringMatching(/^thinkpad\s*This computer\s*Connected now/),
      expect.stringMatching(/^lab-bench\s*Last seen 5 (hr|h) ago · added /),
      expect.stringMatching(/^Computer without a name\s*Never connected/),
    ]);
    expect(page.all('device-row')[0]?.querySelector('button')).toBeNull();
    expect(page.all('device-revoke')).toHaveLength(2);
  });

  it('signs a computer out, after a question', async () => {
    const { id } = lab.team.doings.addDevice(lab.noor.id, 'lab-bench');
    await open();
    await page.click('device-revoke');
    expect(page.text('device-row')).toContain('“lab-bench” is shut out at once');
    expect(page.heard('device.revoke')).toEqual([]);
    await page.click('device-revoke-confirm');
    expect(page.heard('device.revoke')).toEqual([{ device: id }]);
    expect(document.body.textContent).toContain('No computer is let in');
  });

  it('takes a computer that is gone already for signed out, and words what else goes wrong', async () => {
    lab.team.doings.addDevice(lab.noor.id, 'lab-bench');
    await open();
    lab.core.instead['device.revoke'] = () => {
      throw new Refusal('STORAGE_BUSY', 'busy');
    };
    await page.click('device-revoke');
    await page.click('device-revoke-confirm');
    expect(page.text('error-text')).toContain('busy');
    lab.core.instead['device.revoke'] = () => {
      throw new Refusal('NOT_FOUND', 'gone');
    };
    await page.click('device-revoke-confirm');
    expect(page.find('device-row')).toBeNull();
  });

  it('offers to read it again when that failed', async () => {
    lab.core.instead['devices.list'] = () => {
      throw new Refusal('TIMEOUT', 'slow');
    };
    await open();
    expect(page.text('error-text')).toContain('no answer in time');
  });

  it('shows hostile names as text on one line', async () => {
    const hostile = '"><script>alert(1)</script>\u202egpj.exe';
    lab.team.doings.addDevice(lab.noor.id, hostile);
    await open();
    expect(page.text('device-row')).toContain('"><script>alert(1)</script> gpj.exe');
    expect(page.find('device-row')?.querySelector('script')).toBeNull();
    await page.click('device-revoke');
    expect(page.text('device-row')).not.toMatch(/\p{Bidi_Control}/u);
  });
});

describe('another computer', () => {
  it('comes by a link that works once, and is greeted', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    lab.team.doings.addDevice(lab.noor.id, 'thinkpad', { current: true });
    await open();
    await page.click('device-invite');
    expect(page.heard('device.invite')).toEqual([{ user: lab.noor.id, spoken: false }]);
    expect(scanQr(page.find('invite-qr'))).toBe(page.text('invite-link'));
    lab.team.doings.addDevice(lab.noor.id, 'new-laptop');
    vi.advanceTimersByTime(3_000);
    await settle();
    expect(page.text('device-added')).toBe('“new-laptop” is in.');
    expect(page.find('invite-link')).toBeNull();
    expect(rows()).toHaveLength(2);
  });

  it('comes by a spoken code as well', async () => {
    await open();
    await page.click('device-invite');
    await page.click('invite-speak');
    expect(page.heard('device.invite').at(-1)).toEqual({ user: lab.noor.id, spoken: true });
    expect(page.text('invite-code')).toBe('4821 0937');
  });

  it('no longer comes when the time is over, or when another was shut out', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    lab.team.doings.addDevice(lab.noor.id, 'thinkpad', { current: true });
    lab.team.doings.addDevice(lab.noor.id, 'lab-bench');
    await open();
    await page.click('device-invite');
    vi.advanceTimersByTime(30 * 60_000);
    await settle();
    expect(page.find('invite-link')).toBeNull();
    expect(document.body.textContent).toContain('The link has ended');
    await page.show('keys');
    await page.show('settings', 'devices');

    await page.click('device-invite');
    expect(page.find('invite-link')).not.toBeNull();
    await page.click('device-revoke');
    await page.click('device-revoke-confirm');
    expect(page.find('invite-link')).toBeNull();
  });

  it('says in words why there is no link', async () => {
    lab.core.instead['device.invite'] = () => {
      throw new Refusal('OFFLINE', 'no way');
    };
    await open();
    await page.click('device-invite');
    expect(page.text('error-text')).toContain('no connection');
  });
});
