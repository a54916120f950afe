// Joining a team of the list: the key that announced itself must be the one that answers.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NearbyTeam, TeamPreview } from '../../src/shared/rows.ts';
import { MemoryCore, pinOf } from './support/memoryCore.ts';
import { idOf } from './support/memoryTeam.ts';
import { mountApp, type TestApp } from './support/mountApp.ts';

let core: MemoryCore;
let app: TestApp;
beforeEach(() => void (core = new MemoryCore()));
afterEach(() => app.close());

const row = (more: Partial<NearbyTeam> = {}): NearbyTeam => ({
  key: pinOf('K'),
  team: idOf(5, 1),
  name: 'Riverside Lab',
  people: 3,
  address: '10.0.0.66:7788',
  hosts: ['10.0.0.66:7788'],
  words: 'copper-brick-lunar-frost',
  secure: true,
  joined: false,
  ...more,
});

function finds(more: Partial<TeamPreview>): void {
  core.instead['team.look'] = ({ place }) => core.preview({ place, ...more });
}

describe('what goes wrong', () => {
  it('is a key other than the one in the list: nothing is joined there', async () => {
    const hosts = ['10.0.0.66:7788', '10.0.0.5:7788'];
    core.nearby = [row({ address: hosts[0]!, hosts })];
    app = await mountApp(core);
    await app.click('nearby-join');
    const pin = pinOf('K');
    expect(core.heard.at(-1)?.input).toEqual({ place: hosts[0], pin, hosts });
    expect(app.find('error-text')?.textContent).toContain('another key');
    expect(app.find('join-submit')).toBeNull();
    // The real one has made itself known meanwhile, somewhere else.
    const [seen] = core.nearby;
    if (seen) core.show([{ ...seen, address: '10.0.0.5:7788', hosts: ['10.0.0.5:7788'] }]);
    finds({ pin, security: { kind: 'pin', words: 'copper-brick-lunar-frost' } });
    await app.click('join-again');
    expect(core.heard.at(-1)?.input).toEqual({
      place: '10.0.0.5:7788',
      pin,
      hosts: ['10.0.0.5:7788'],
    });
    expect(app.find('join-words')?.textContent).toBe('copper-brick-lunar-frost');
  });

  it('is a key other than the one in the list, also while the list has no words for it', async () => {
    core.nearby = [row({ words: null })];
    app = await mountApp(core);
    await app.click('nearby-join');
    expect(core.heard.at(-1)?.input).toMatchObject({ pin: pinOf('K') });
    expect(app.find('error-text')?.textContent).toContain('another key');
    expect(app.find('join-submit')).toBeNull();
  });

  it('is words other than the ones in the list, whatever the key is said to be', async () => {
    finds({ pin: pinOf('K') });
    core.nearby = [row()];
    app = await mountApp(core);
    await app.click('nearby-join');
    expect(app.find('error-text')?.textContent).toContain('another key');
    expect(app.find('join-submit')).toBeNull();
  });
});
