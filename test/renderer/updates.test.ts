// What the window says of an update, and what it lets people do: whoever takes it, and whoever chooses it for the team.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ListedUpdate, UpdateState } from '../../src/shared/updates.ts';
import { makeLab } from './support/lab.ts';
import { settle } from './support/mountApp.ts';
import { openDialog, type Page } from './support/openDialog.ts';

let lab: ReturnType<typeof makeLab>;
let page: Page;
beforeEach(() => (lab = makeLab()));
afterEach(() => page.close());

const open = async (state: Partial<UpdateState> = {}): Promise<void> => {
  Object.assign(lab.core.update, state);
  page = await openDialog(lab.core, 'settings', 'updates');
};
const become = async (state: Partial<UpdateState>): Promise<void> => {
  Object.assign(lab.core.update, state);
  lab.core.push('update', lab.core.update);
  await settle();
};
const offer = () => ({
  team: lab.team.id,
  version: '0.2.0',
  notes: '- <b>Faster</b>\n- Quieter',
  date: '2026-11-01T10:00:00.000Z',
  name: 'lanline_0.2.0_amd64.deb',
  size: 100_000_000,
});

describe('an update', () => {
  it('is offered on a quiet line, with its notes as plain text, and brought when asked', async () => {
    await open({ offer: offer() });
    expect(page.text('update-line')).toBe('Lanline 0.2.0 is here');
    expect(page.text('update-offer')).toContain('Offered by Riverside Lab');
    expect(page.text('update-offer')).toContain('100 MB');
    expect(page.text('update-offer')).toContain('<b>Faster</b>');
    lab.core.instead['update.download'] = () => undefined;
    await page.click('update-download');
    expect(page.heard('update.download')).toHaveLength(1);
    await become({ step: { at: 'downloading', received: 42_900_000 } });
    expect(page.text('update-line')).toBe('Lanline 0.2.0: 42 %');
    expect(page.text('update-offer')).toContain('42.9 MB of 100 MB');
    lab.core.instead['update.cancel'] = () => undefined;
    await page.click('update-cancel');
    expect(page.heard('update.cancel')).toHaveLength(1);
  });

  it('is installed when asked, and says whom that cuts off', async () => {
    lab.team.hosting = { state: 'running', port: 7788, addresses: [] };
    await open({ offer: offer(), step: { at: 'ready' } });
    expect(page.text('update-line')).toBe('Lanline 0.2.0 can be installed');
    expect(page.text('update-hosting')).toContain('This computer hosts Riverside Lab.');
    lab.core.instead['update.install'] = () => undefined;
    await page.click('update-install');
    expect(page.heard('update.install')).toHaveLength(1);
    await become({ step: { at: 'installing' } });
    expect(page.disabled('update-install')).toBe(true);
  });

  it('leaves to the person what the system does not let it do', async () => {
    const command = "sudo apt install '/home/noor/lanline.deb'";
    await open({
      offer: offer(),
      step: { at: 'byHand', file: '/home/noor/lanline.deb', command },
    });
    expect(page.text('update-command')).toBe(command);
    expect(page.text('update-install')).toBe('Try again');
  });

  it('that is not right is refused, on the line and where it is offered', async () => {
    const failure = { code: 'UPDATE_UNSIGNED', message: 'no' } as const;
    await open({
      answers: [{ team: lab.team.id, says: 'refused', version: '0.2.0', failure }],
    });
    expect(page.text('update-line')).toBe('An update was refused');
    expect(page.text('update-answers')).toContain('What Riverside Lab offers was refused.');
    expect(page.text('update-answers')).toContain('signature is not right');
    await become({
      answers: [{ team: lab.team.id, says: 'newer', version: '0.2.0', failure: null }],
      offer: offer(),
      failure: { code: 'UPDATE_DAMAGED', message: 'no' },
    });
    expect(page.text('update-line')).toBe('An update was refused');
    expect(page.text('error-text')).toContain('not the file that was signed');
    expect(page.text('update-download')).toBe('Try again');
  });

  it('that leads back is said, and nothing more', async () => {
    await open({
      answers: [{ team: lab.team.id, says: 'older', version: '0.0.9', failure: null }],
    });
    expect(page.text('update-answers')).toContain('Lanline never goes back');
    expect([page.find('update-line'), page.find('update-offer')]).toEqual([null, null]);
  });

  it.each(['checkout', 'keyless', 'system'] as const)('is not looked for: %s', async (off) => {
    await open({ off });
    expect(page.text('update-off')).toMatch(/this copy/i);
    expect(page.find('update-check')).toBeNull();
  });
});

describe('what the team is offered', () => {
  const build = { system: 'linux', arch: 'x64', kind: 'deb', name: 'a.deb', size: 1, there: true };
  const version = (name: string, more: Partial<ListedUpdate> = {}): ListedUpdate => ({
    version: name,
    releaseDate: null,
    releaseNotes: '',
    builds: [build],
    signed: true,
    ...more,
  });

  it('is chosen by an admin', async () => {
    lab.noor.role = 'admin';
    let offered: string | null = null;
    lab.core.instead['update.versions'] = () => ({
      offered,
      versions: [version('0.3.0', { signed: false }), version('0.2.0')],
    });
    lab.core.instead['update.offer'] = (wanted) => void (offered = wanted.version);
    await open();
    const chosen = () =>
      ['none', '0.3.0', '0.2.0'].filter(
        (one) => (page.find(`update-offer-${one}`) as HTMLInputElement).checked,
      );
    expect(chosen()).toEqual(['none']);
    expect(document.body.textContent).toContain('no app takes this version');
    await page.click('update-offer-0.2.0');
    expect(page.heard('update.offer')).toEqual([{ version: '0.2.0' }]);
    expect(chosen()).toEqual(['0.2.0']);
  });

  it('is not for members to choose', async () => {
    lab.noor.role = 'member';
    await open();
    expect(page.find('update-offer-none')).toBeNull();
    expect(page.heard('update.versions')).toEqual([]);
  });
});
