// The badge and the title say what the database counts, whatever happened before.
import { describe, expect, it } from 'vitest';
import { startBus, whyNoBus } from '../support/bus.ts';
import { hasDesktop } from '../support/electron.ts';
import { openApp } from './support/app.ts';
import { startLauncher } from './support/launcher.ts';
import { appOnBus, countedUnread, onBus } from './support/onBus.ts';
import { call, teamOf, whenLine } from './support/steps.ts';

const noBus = await whyNoBus();

describe.skipIf(!hasDesktop || noBus)('the badge', () => {
  it('equals the count of the database after traffic, reading, muting and a restart', async () => {
    const bus = await startBus();
    const badge = await startLauncher(bus);
    const { noor, general, direct, ...first } = await appOnBus(bus);
    let { app } = first;
    const { id } = await teamOf(app.page);
    async function expectCount(count: number): Promise<void> {
      await expect.poll(badge).toBe(count === 0 ? null : count);
      expect(await countedUnread(app)).toBe(count);
      const title = `${count === 0 ? '' : `(${count}) `}Riverside Lab - Lanline`;
      const shown = () =>
        app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
      await expect.poll(shown).toBe(title);
    }
    await expectCount(0);

    for (let n = 1; n <= 20; n += 1) await noor.tells(n % 4 ? general : direct, `message ${n}`);
    await expectCount(20);
    const read = { conversation: general, seq: await noor.tells(general, 'the last one') };
    await expectCount(21);
    await call(app.page, 'conversation.read', read, id);
    await expectCount(5);
    await noor.tells(general, 'after that');
    await expectCount(6);

    const mute = (mutedUntil: number | null) =>
      call(app.page, 'preference.set', { conversation: direct, mutedUntil }, id);
    await mute(Date.now() + 3_600_000);
    await expectCount(1);
    await noor.tells(direct, 'unheard');
    await expectCount(1);

    await app.quit();
    await noor.tells(general, 'while it is off');
    app = await openApp(app.folder, { args: ['--hidden'], ...onBus(bus) });
    await whenLine(app.page, 'live');
    await expectCount(2);
    await mute(null);
    await expectCount(8);
    const seq = await noor.tells(direct, 'one more');
    await call(app.page, 'conversation.read', { conversation: direct, seq }, id);
    await expectCount(2);
  });
});
