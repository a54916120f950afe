// Waiting at a team's door: in sight, over restarts, and what happens when it opens.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryCore } from './support/memoryCore.ts';
import { idOf } from './support/memoryTeam.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let core: MemoryCore;
let app: TestApp;
beforeEach(() => {
  core = new MemoryCore();
  core.suggestedName = 'Noor Vance';
});
afterEach(() => app.close());

const words = 'tulip-anchor-maple-seven';
async function look(): Promise<void> {
  await app.type('join-place', '192.168.1.20');
  await app.click('join-look');
}

describe('asking', () => {
  it('waits in sight, with the words, until somebody opens: then the team shows itself', async () => {
    app = await mountApp(core);
    await look();
    await app.click('join-submit');
    const waiting = app.find('join-asking');
    expect(waiting?.textContent).toContain('Riverside Lab');
    expect(waiting?.textContent).toContain('Waiting to be let in');
    expect(waiting?.textContent).toContain(words);
    const [asking] = core.asking;
    if (!asking) throw new Error('nothing was asked');
    core.admit(asking);
    await settle();
    expect(app.find('team-menu')?.textContent).toContain('Riverside Lab');
    expect(app.find('let-into')).toBeNull();
  });

  it('goes on after a restart, says what is in the way, and can be taken back', async () => {
    const base = { name: 'Lab', address: '10.0.0.1:7788', words, since: 1 };
    const trouble = { code: 'UNREACHABLE', message: '' } as const;
    core.asking = [{ id: idOf(7, 1), team: idOf(9, 77), ...base, trouble }];
    app = await mountApp(core);
    expect(app.find('join-asking')?.textContent).toContain('Nobody answers there');
    await app.click('asking-cancel');
    expect(core.heard.at(-1)).toMatchObject({
      name: 'asking.cancel',
      input: { asking: idOf(7, 1) },
    });
    expect(app.find('join-asking')).toBeNull();
  });

  it('ends with a no that is told', async () => {
    app = await mountApp(core);
    await look();
    await app.click('join-submit');
    core.push('asking', []);
    core.push('notice', { code: 'DECLINED', message: '' });
    await settle();
    expect(app.find('join-asking')).toBeNull();
    expect(app.find('notice-text')?.textContent).toContain('did not let you in');
  });

  it('from within a team leaves the way back open, and only tells when the door opens', async () => {
    const mine = core.addTeam('Front office');
    mine.me = mine.addPerson('Noor').id;
    app = await mountApp(core);
    await app.openMenu('team-menu');
    await app.click('team-add-open');
    await look();
    await app.click('join-submit');
    expect(app.find('join-asking')).not.toBeNull();
    expect(app.find('asking-tile')).not.toBeNull();
    await app.click('welcome-back');
    expect(app.find('team-menu')?.textContent).toContain('Front office');
    const [asking] = core.asking;
    if (!asking) throw new Error('nothing was asked');
    core.admit(asking);
    await settle();
    expect(app.find('team-menu')?.textContent).toContain('Front office');
    expect(app.find('let-into')?.textContent).toContain('Riverside Lab has let you in');
    app.find('let-into')?.querySelector('button')?.click();
    await settle();
    expect(app.find('team-menu')?.textContent).toContain('Riverside Lab');
  });
});
