// The icon in the tray, on a bus of the test's own with a panel that the test plays.
import { describe, expect, it } from 'vitest';
import { startBus, whyNoBus } from '../support/bus.ts';
import { hasDesktop } from '../support/electron.ts';
import { openApp, temporaryFolder } from './support/app.ts';
import { plug, unplug } from './support/cable.ts';
import { sitsThere } from './support/idle.ts';
import { appOnBus, closeWindow, expectVisible, onBus, whenNoticed } from './support/onBus.ts';
import { call, teamOf } from './support/steps.ts';
import { startTrayHost } from './support/trayHost.ts';

const noBus = await whyNoBus();
if (noBus) console.log(`Tests with a tray are skipped: ${noBus}.`);

describe.skipIf(!hasDesktop || noBus)('the tray', () => {
  it('shows what is unread and whether there is a line; its menu opens what is unread, and sets how one is seen', async () => {
    const bus = await startBus();
    const tray = await startTrayHost(bus);
    const { app, noor, general, direct } = await appOnBus(bus);
    await expect.poll(tray.registered).toBe(1);
    await expect.poll(tray.tooltip).toBe('Nothing unread - Riverside Lab');
    await expect.poll(tray.look).toBe('connected none');
    await expect.poll(tray.size).toBe(22);

    await noor.tells(general, 'one');
    await expect.poll(tray.look).toBe('connected dot');
    await expect.poll(tray.tooltip).toBe('1 unread - Riverside Lab');
    await noor.tells(general, 'two, @Mara Lind');
    await expect.poll(tray.look).toBe('connected 1');
    await noor.tells(direct, 'three');
    await expect.poll(tray.look).toBe('connected 2');
    await expect.poll(tray.tooltip).toBe('3 unread - Riverside Lab');

    await unplug(app);
    await expect.poll(tray.look).toBe('disconnected 2');
    await expect.poll(tray.tooltip).toBe('3 unread, not connected - Riverside Lab');
    await plug(app);
    await expect.poll(tray.look).toBe('connected 2');
    expect(tray.registered()).toBe(1);

    const own = ['Hide Lanline', 'Online', 'Away', 'Do not disturb'];
    // An ampersand and a line below are letters here, and no keys.
    const unread = ['Noor R&D__lab (1)', 'general (2)', 'Quit Lanline'];
    await expect.poll(tray.labels).toEqual([...own, ...unread]);

    await whenNoticed(app);
    await tray.click();
    await expectVisible(app, false);
    await tray.choose('Noor R&D__lab (1)');
    await expectVisible(app, true);
    await app.page.getByTestId('header-name').filter({ hasText: 'Noor' }).waitFor();

    const { id, me } = await teamOf(app.page);
    const mine = async () =>
      (await call(app.page, 'people.list', undefined, id)).find((person) => person.id === me);
    await tray.choose('Do not disturb', 'For 1 hour');
    await expect.poll(tray.look).toBe('connected quiet');
    const left = async () => ((await mine())?.dndUntil ?? 0) - Date.now();
    await expect.poll(left).toBeGreaterThan(3_000_000);
    expect(await left()).toBeLessThanOrEqual(3_600_000);
    await tray.choose('Do not disturb', 'Off');
    await expect.poll(tray.look).not.toBe('connected quiet');
    await expect.poll(async () => (await mine())?.dndUntil).toBeNull();

    const seen = async () =>
      (await noor.call('people.list')).find((person) => person.id === me)?.presence;
    await sitsThere(app);
    await tray.choose('Away');
    await expect.poll(seen).toBe('away');
    const checked = async () =>
      (await tray.menu()).filter((one) => one.checked).map(({ label }) => label);
    await expect.poll(checked).toEqual(['Away']);
    await tray.choose('Online');
    await expect.poll(seen).toBe('online');

    await tray.choose('Quit Lanline');
    await expect.poll(() => app.process.exitCode).toBe(0);
  });

  it('shows and hides the window by a click, in the language that is chosen', async () => {
    const bus = await startBus();
    const tray = await startTrayHost(bus);
    const app = await openApp(temporaryFolder(), onBus(bus));
    await whenNoticed(app);
    await tray.click();
    await expectVisible(app, false);
    await call(app.page, 'settings.set', { locale: 'zh-CN' });
    await expect.poll(tray.labels).toEqual(['显示 Lanline', '退出 Lanline']);
    await tray.click();
    await expectVisible(app, true);
    await expect.poll(tray.labels).toEqual(['隐藏 Lanline', '退出 Lanline']);
  });
});

describe.skipIf(!hasDesktop || noBus)('a tray that comes and goes', () => {
  it('is noticed, and the window is never lost with it', async () => {
    const bus = await startBus();
    const app = await openApp(temporaryFolder(), onBus(bus));
    const first = await startTrayHost(bus);
    await expect.poll(first.registered).toBe(1);
    await whenNoticed(app);
    await first.click();
    await expectVisible(app, false);
    first.close();
    await expectVisible(app, true);

    const second = await startTrayHost(bus);
    await expect.poll(second.registered).toBeGreaterThan(0);
    await whenNoticed(app, 2);
    await second.click();
    await expectVisible(app, false);
    second.show(false);
    await expectVisible(app, true);
    second.show(true);
    await expect.poll(second.tooltip).toBe('Lanline');
  });

  it('is none as long as it does not answer', async () => {
    const bus = await startBus();
    await startTrayHost(bus, { answers: false });
    const app = await openApp(temporaryFolder(), onBus(bus));
    await closeWindow(app);
    await expect.poll(() => app.process.exitCode).toBe(0);
  });
});
