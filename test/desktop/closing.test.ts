// What closing the window does where there is a tray, and a start that shows no window.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startBus, whyNoBus } from '../support/bus.ts';
import { hasDesktop } from '../support/electron.ts';
import { type App, hasEnded, openApp, startAgain, temporaryFolder } from './support/app.ts';
import { closeWindow, expectVisible, isVisible, onBus, whenNoticed } from './support/onBus.ts';
import { call, hostTeam } from './support/steps.ts';
import { startTrayHost } from './support/trayHost.ts';

const noBus = await whyNoBus();

async function appWithTray(args: string[] = []) {
  const bus = await startBus();
  const tray = await startTrayHost(bus);
  const app = await openApp(temporaryFolder(), { args, ...onBus(bus) });
  await whenNoticed(app);
  return { bus, tray, app };
}

const settingsOf = (app: App): unknown =>
  JSON.parse(readFileSync(join(app.folder, 'settings.json'), 'utf8'));

describe.skipIf(!hasDesktop || noBus)('closing with a tray', () => {
  it('says once where the app goes, brings the window back, and never ends a team that is hosted here', async () => {
    const { bus, tray, app } = await appWithTray();
    await closeWindow(app);
    const dialog = app.page.getByRole('dialog');
    await dialog.waitFor();
    expect(await isVisible(app)).toBe(true);
    await app.page.getByTestId('closing-keep').click();
    await expectVisible(app, false);
    expect(settingsOf(app)).toMatchObject({ onClose: 'tray', closeNoted: true });

    await tray.click();
    await expectVisible(app, true);
    expect(await dialog.count()).toBe(0);
    await closeWindow(app);
    await expectVisible(app, false);
    await startAgain(app);
    await expectVisible(app, true);

    const ended = once(app.process, 'exit');
    await app.quit();
    expect(await ended).toEqual([0, null]);
    const again = await openApp(app.folder, onBus(bus));
    await whenNoticed(again, 2);
    await closeWindow(again);
    await expectVisible(again, false);
    await tray.click();
    await expectVisible(again, true);

    await hostTeam(again.page, 'Riverside Lab', 'Mara Lind');
    await call(again.page, 'settings.set', { onClose: 'quit' });
    await closeWindow(again);
    await expectVisible(again, false);
    await tray.click();
    await expectVisible(again, true);
    const endedAgain = once(again.process, 'exit');
    await tray.choose('Quit Lanline');
    expect(await endedAgain).toEqual([0, null]);
  });

  it('takes a second press for an answer, should the page hang', async () => {
    const { app } = await appWithTray();
    await closeWindow(app);
    await app.page.getByRole('dialog').waitFor();
    await closeWindow(app);
    await expectVisible(app, false);
    expect(hasEnded(app.process)).toBe(false);
  });

  it('quits for those who want that, in the dialog or in the settings', async () => {
    const { bus, app } = await appWithTray();
    const ended = once(app.process, 'exit');
    await closeWindow(app);
    // The answer to the click may be lost with the page.
    await Promise.allSettled([app.page.getByTestId('closing-quit').click(), ended]);
    expect(await ended).toEqual([0, null]);
    expect(settingsOf(app)).toMatchObject({ onClose: 'quit', closeNoted: true });

    const again = await openApp(app.folder, onBus(bus));
    await whenNoticed(again, 2);
    const endedAgain = once(again.process, 'exit');
    await closeWindow(again);
    expect(await endedAgain).toEqual([0, null]);
  });
});

describe.skipIf(!hasDesktop || noBus)('a start with --hidden', () => {
  it('is in the tray, until somebody wants the window', async () => {
    const { tray, app } = await appWithTray(['--hidden']);
    await expect.poll(tray.labels).toEqual(['Show Lanline', 'Quit Lanline']);
    expect(await isVisible(app)).toBe(false);
    await startAgain(app, '--hidden');
    expect(await isVisible(app)).toBe(false);
    await startAgain(app);
    await expectVisible(app, true);
  });

  it.each([false, true])(
    'is in the task bar without a tray; a watcher hangs: %s',
    async (hangs) => {
      const bus = await startBus();
      if (hangs) await startTrayHost(bus, { answers: false });
      const app = await openApp(temporaryFolder(), { args: ['--hidden'], ...onBus(bus) });
      // On the screen, if only as a button of the task bar.
      await expectVisible(app, true);
      await startAgain(app);
      expect(await isVisible(app)).toBe(true);
    },
  );
});
