// The network report, saved where the person says.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { type App, openApp, temporaryFolder } from './support/app.ts';
import { call } from './support/steps.ts';

describeDesktop('the network report', () => {
  it('is saved as text, under the name that the person chose or not at all', async () => {
    const app = await openApp();
    const file = join(temporaryFolder(), 'report.txt');
    await answerDialogs(app, [
      { canceled: true, filePath: '' },
      { canceled: false, filePath: file },
      { canceled: false, filePath: join(file, 'below', 'a-file') },
    ]);
    expect(await call(app.page, 'report.save', { text: 'x' })).toEqual({ path: null });

    await app.page.getByTestId('check-network').click();
    await app.page.getByTestId('check-save').click();
    // It is there before all of it is.
    await expect
      .poll(() => existsSync(file) && readFileSync(file, 'utf8'))
      .toMatch(/Lanline[^]*addresses/i);

    await expect(call(app.page, 'report.save', { text: 'x' })).rejects.toThrow('DATA_UNWRITABLE');
    const asked = await app.electron.evaluate(
      () => (globalThis as unknown as { asked: { defaultPath: string }[] }).asked,
    );
    for (const { defaultPath } of asked)
      expect(defaultPath).toMatch(/lanline-network-report-\d{4}-\d\d-\d\d\.txt$/);
    expect(asked).toHaveLength(3);
  });
});

/** The system's own dialog has no buttons for a test. */
async function answerDialogs(
  app: App,
  answers: { canceled: boolean; filePath: string }[],
): Promise<void> {
  await app.electron.evaluate(({ dialog }, given) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    Object.assign(dialog, {
      async showSaveDialog(_window: unknown, options: unknown) {
        asked.push(options);
        return given.shift();
      },
    });
  }, answers);
}
