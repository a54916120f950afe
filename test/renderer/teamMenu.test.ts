// The team's menu: the words of its key, and only what one's role allows.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/shared/entities.ts';
import { makeLab } from './support/lab.ts';
import { mountApp, type TestApp } from './support/mountApp.ts';

let lab: ReturnType<typeof makeLab>;
let app: TestApp;
beforeEach(() => void (lab = makeLab()));
afterEach(() => app.close());

const entries = ['invite-open', 'requests-menu', 'team-settings-open', 'devices-open'] as const;

async function open(role: Role): Promise<void> {
  const me = lab.team.people.find(({ id }) => id === lab.noor.id);
  if (me) me.role = role;
  app = await mountApp(lab.core);
  await app.openMenu('team-menu');
}

describe('the menu', () => {
  it('shows the words that others compare', async () => {
    await open('member');
    expect(app.find('team-words')?.textContent).toBe('tulip-anchor-maple-seven');
  });

  it('says plainly when nothing is encrypted', async () => {
    lab.team.security = { kind: 'none', words: null };
    await open('member');
    expect(app.find('team-words')).toBeNull();
    expect(document.querySelector('.team-menu')?.textContent).toContain('Not encrypted');
  });

  it.each([
    ['owner', 'ask', entries],
    ['admin', 'invite', entries],
    ['member', 'ask', ['devices-open']],
    ['member', 'open', ['invite-open', 'devices-open']],
    ['guest', 'open', ['devices-open']],
  ] as const)(
    'offers as %s, with the door on %s, what may be done',
    async (role, door, offered) => {
      lab.team.door = door;
      await open(role);
      expect(entries.filter((id) => app.find(id))).toEqual(offered);
    },
  );

  it('counts who waits', async () => {
    lab.team.doings.knock('Ines Duarte');
    lab.team.doings.knock('Tom');
    await open('owner');
    expect(app.find('requests-menu')?.querySelector('.count')?.textContent).toBe('2');
  });

  it.each([
    ['invite-open', 'invite'],
    ['requests-menu', 'requests'],
    ['team-settings-open', 'settings'],
    ['devices-open', 'settings'],
    ['profile-open', 'profile'],
  ])('%s opens its dialog', async (entry) => {
    await open('owner');
    await app.click(entry);
    expect(document.querySelectorAll('[role="dialog"]')).toHaveLength(1);
  });
});
