// The team's settings: its name and its door, for those who may change them and for those who may not.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { makeLab } from './support/lab.ts';
import { openDialog, type Page } from './support/openDialog.ts';

let lab: ReturnType<typeof makeLab>;
let page: Page;
beforeEach(() => (lab = makeLab()));
afterEach(() => page.close());

describe("the team's settings", () => {
  const settings = async (role: Role): Promise<void> => {
    lab.noor.role = role;
    page = await openDialog(lab.core, 'settings', 'team');
  };
  const chosen = () =>
    page
      .all('team-name')
      .concat(['invite', 'ask', 'open'].flatMap((one) => page.find(`team-door-${one}`) ?? []))
      .filter((input) => (input as HTMLInputElement).checked)
      .map(({ dataset }) => dataset['testid']);

  it('let an owner choose who gets in, at once', async () => {
    lab.core.instead['team.set'] = ({ name, door }) => {
      Object.assign(lab.team, { name, door });
      lab.core.changed();
    };
    await settings('owner');
    expect(chosen()).toEqual(['team-door-ask']);
    await page.click('team-door-open');
    expect(page.heard('team.set')).toEqual([{ name: 'Riverside Lab', door: 'open' }]);
    expect(chosen()).toEqual(['team-door-open']);
    await page.type('team-name', 'Riverside');
    await page.click('team-save');
    expect(page.heard('team.set').at(-1)).toEqual({ name: 'Riverside', door: 'open' });
    expect(page.find('team-save')).toBeNull();
  });

  it('go back to what the server has when it refuses', async () => {
    lab.core.instead['team.set'] = () => {
      throw new Refusal('FORBIDDEN', 'no');
    };
    await settings('owner');
    await page.click('team-door-open');
    expect(chosen()).toEqual(['team-door-ask']);
    expect(page.text('error-text')).toContain('may not');
  });

  it('leave the door to the owner', async () => {
    await settings('admin');
    expect(page.find('team-name')).not.toBeNull();
    expect(page.find('team-door-open')?.hasAttribute('disabled')).toBe(true);
    expect(document.body.textContent).toContain('Only an owner changes this');
  });

  it.each(['member', 'guest'] as const)('are there to be read for a %s', async (role) => {
    await settings(role);
    expect(page.find('team-name')).toBeNull();
    expect(page.find('team-door-ask')).toBeNull();
    expect(page.find('team-invites')).toBeNull();
    expect(document.body.textContent).toContain('an owner or admin lets them in');
  });

  it('check a name before it is sent', async () => {
    await settings('owner');
    await page.type('team-name', '   ');
    expect(page.disabled('team-save')).toBe(true);
    expect(page.text('error-text')).toContain('type a name');
  });
});
