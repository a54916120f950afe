// When a team's server is not the known one, or does not let this computer in: what it means, what
// stays readable, and that there is no way to go on regardless.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ErrorCode, Refusal } from '../../src/shared/errors.ts';
import { pinOf } from './support/memoryCore.ts';
import { makeLab } from './support/lab.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let lab: ReturnType<typeof makeLab>;
let app: TestApp;
beforeEach(() => {
  lab = makeLab();
  lab.team.log(lab.general.id, lab.mara.id, 'still to be read', Date.now());
});
afterEach(() => app.close());

const invite = `lanline://join/${'A'.repeat(22)}?a=10.0.0.1:7788&p=${pinOf('B')}&t=Lab`;

async function refuse(code: ErrorCode): Promise<void> {
  lab.team.setLink({ state: 'refused', error: { code, message: '' }, waiting: 0 });
  await settle();
}

describe('a changed key', () => {
  beforeEach(async () => {
    app = await mountApp(lab.core);
    await refuse('KEY_CHANGED');
  });

  it('stops everything but reading, and explains itself', () => {
    const stop = app.find('key-stop');
    expect(stop?.textContent).toContain('set up anew');
    expect(stop?.textContent).toContain('in between');
    expect(stop?.textContent).toContain('tulip-anchor-maple-seven');
    expect(app.find('message-text')?.textContent).toBe('still to be read');
    expect(app.find('composer-input')).toBeNull();
    expect(app.find('composer-closed')).not.toBeNull();
  });

  it('has no button that goes on regardless', () => {
    const buttons = [...(app.find('key-stop')?.querySelectorAll('button') ?? [])];
    expect(buttons.map((button) => button.textContent.trim())).toEqual([
      'Look at it',
      'Check again',
      'Leave the team',
    ]);
  });

  it('goes on with a new invite of the team', async () => {
    await app.click('key-stop-trust');
    expect(app.find('error-text')?.textContent).toContain('Paste the new invite');
    await app.type('key-stop-link', invite);
    await app.click('key-stop-trust');
    // Its words are compared before it is believed.
    expect(app.find('key-stop-words')).not.toBeNull();
    expect(lab.core.heard.some(({ name }) => name === 'team.trust')).toBe(false);
    await app.click('key-stop-trust');
    expect(lab.core.heard.find(({ name }) => name === 'team.trust')).toMatchObject({
      input: { link: invite },
      team: lab.team.id,
    });
    expect(app.find('key-stop')).toBeNull();
    expect(app.find('composer-input')).not.toBeNull();
  });

  it.each([
    ['KEY_CHANGED', 'does not have the key of this invite'],
    ['LINK_INVALID', 'not a whole invite link'],
  ] as const)('stays after %s', async (code, says) => {
    lab.core.instead['team.trust'] = () => {
      throw new Refusal(code, 'no');
    };
    await app.type('key-stop-link', invite);
    await app.click('key-stop-trust');
    await app.click('key-stop-trust');
    expect(app.find('error-text')?.textContent).toContain(says);
    expect(app.find('key-stop')).not.toBeNull();
  });

  it('leads to leaving', async () => {
    app.all('key-stop-leave')[0]?.click();
    await settle();
    expect(app.find('leave-confirm')).not.toBeNull();
  });
});

describe('being shut out', () => {
  it.each([
    ['REVOKED', 'removed from the team', true, true],
    ['DEACTIVATED', 'deactivated', true, false],
    ['UNAUTHENTICATED', 'does not know this computer', false, true],
    ['KEYRING_LOCKED', 'keyring is locked', false, false],
    ['UPGRADE_REQUIRED', 'do not understand each other', false, false],
  ] as const)('by %s is told in full', async (code, says, closed, over) => {
    app = await mountApp(lab.core);
    await refuse(code);
    const card = app.find('refused');
    expect(card?.textContent).toContain(says);
    expect(card?.textContent.includes('Leave and join again')).toBe(over);
    expect(app.find('composer-closed') !== null).toBe(closed);
    expect(app.find('message-text')?.textContent).toBe('still to be read');
    await app.click('refused-retry');
    expect(lab.core.heard.at(-1)?.name).toBe('link.retry');
  });
});
