// The app beside a bare Electron window: from start to something to type into, and memory then.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/setup/paths.mjs';
import { type BenchCase, createMeasures } from '../case.ts';
import { joinedFolder, launchApp, openDisplay, whyNoDesktop } from '../desktop.ts';
import { names } from '../subjects.ts';

const bare = 'bare window';

export const app: BenchCase = {
  name: 'app',
  title: 'The app on the desktop',
  async run({ runs, progress }) {
    const measures = createMeasures();
    const missing = whyNoDesktop();
    if (missing !== undefined) {
      progress(`left out: ${missing}`);
      return [];
    }
    const folder = mkdtempSync(join(tmpdir(), 'lanline-bench-'));
    const display = await openDisplay();
    try {
      const window = writeBareWindow(join(folder, 'bare'));
      const data = await joinedFolder(join(folder, 'data'), join(folder, 'server'));
      for (let run = 0; run < runs; run++) {
        progress(`run ${run + 1} of ${runs}`);
        for (const [subject, program] of [
          [names.lanline, root],
          [bare, window],
        ] as const) {
          const { readyMs, mebibytes } = await start(program, data, display?.display);
          measures.add('start to a usable window', 'ms', subject, readyMs);
          measures.add('memory of all processes', 'MiB', subject, mebibytes);
        }
      }
      return measures.all();
    } finally {
      await display?.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Usable: the field to type into is there, which the app shows from its own copy of the history. */
async function start(program: string, data: string, display: string | undefined) {
  const startedAt = performance.now();
  const electron = await launchApp(program, data, display);
  try {
    const page = await electron.firstWindow();
    await page.getByTestId('composer-input').waitFor();
    const readyMs = performance.now() - startedAt;
    const kibibytes = await electron.evaluate(({ app: it }) =>
      it.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize, 0),
    );
    return { readyMs, mebibytes: kibibytes / 1024 };
  } finally {
    await electron.close();
  }
}

function writeBareWindow(folder: string): string {
  const files = {
    'package.json': '{"name": "bare", "main": "main.cjs"}',
    'index.html':
      '<!doctype html><title>Bare</title><textarea data-testid="composer-input"></textarea>',
    'main.cjs': `const { app, BrowserWindow } = require('electron');
      app.setPath('userData', ${JSON.stringify(join(folder, 'data'))});
      app.whenReady().then(() => new BrowserWindow({ width: 1180, height: 760 }).loadFile('index.html'));`,
  };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'data'), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
