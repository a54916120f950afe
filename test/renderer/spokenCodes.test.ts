// A code to be spoken: big, with its time running out, gone when it has done its work.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import type { Role } from '../../src/shared/entities.ts';
import { makeLab } from './support/lab.ts';
import { settle } from './support/mountApp.ts';
import { openDialog, type Page } from './support/openDialog.ts';

let lab: ReturnType<typeof makeLab>;
let page: Page;
async function open(role: Role = 'owner'): Promise<void> {
  lab.noor.role = role;
  page = await openDialog(lab.core, 'invite');
}

beforeEach(() => (lab = makeLab()));
afterEach(() => page.close());

describe('a spoken code', () => {
  it('stands in two groups, counts down, ends and can be made anew', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    await open();
    await page.click('invite-speak');
    expect(page.text('invite-code')).toBe('4821 0937');
    expect(page.text('invite-left')).toBe('Works once, for 10:00 more');
    vi.advanceTimersByTime(9 * 60_000 + 55_000);
    await settle();
    expect(page.text('invite-left')).toBe('Works once, for 0:05 more');
    vi.advanceTimersByTime(5_000);
    await settle();
    expect(page.text('invite-left')).toBe('This code has ended.');
    await page.click('invite-speak-again');
    expect(page.text('invite-left')).toBe('Works once, for 10:00 more');
    expect(page.heard('invite.speak')).toHaveLength(2);
  });

  it('says so where the server takes none', async () => {
    lab.core.instead['invite.speak'] = () => {
      throw new Refusal('FORBIDDEN', 'turned off', { field: 'code' });
    };
    await open();
    await page.click('invite-speak');
    expect(page.text('error-text')).toContain('takes no spoken codes');
  });

  it('counts by this computer, whatever the time at the server', async () => {
    const handlers = lab.team.doings.handlers;
    lab.core.instead['invite.speak'] = () => {
      const made = handlers['invite.speak'](undefined);
      Object.assign(made.invite, { createdAt: 1000, expiresAt: 601_000 });
      return made;
    };
    await open();
    await page.click('invite-speak');
    expect(page.text('invite-left')).toMatch(/for (10:00|9:5\d) more/);
  });

  it('is over when somebody has come by it', async () => {
    await open();
    await page.click('invite-speak');
    lab.team.doings.invites = [];
    lab.team.people = [...lab.team.people];
    lab.team.addPerson('Ines Ferreira');
    lab.team.push('people', lab.team.people);
    await settle();
    expect(page.text('invite-left')).toContain('Somebody came in with this code');
  });
});
