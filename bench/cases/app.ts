// The app beside a bare Electron window: from start to something to type into, what it holds then and
// after an hour of talk, and what it does while nobody does anything.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ElectronApplication, Page } from 'playwright-core';
import { findElectron } from '../../scripts/setup/electron.mjs';
import { root } from '../../scripts/setup/paths.mjs';
import { type BenchCase, createMeasures } from '../case.ts';
import { forgetFiles } from '../coldly.ts';
import { canCount, memoryOf, treeOf, workOf } from '../cost.ts';
import { joinedTeam, launchApp, openDisplay, whyNoDesktop } from '../desktop.ts';
import { names } from '../subjects.ts';

const bare = 'bare window';
/** Until what a start leaves to be done is done. */
const settlingMs = 8_000;

type Started = { electron: ElectronApplication; page: Page; readyMs: number; cpuMs: number };

export const app: BenchCase = {
  name: 'app',
  title: 'The app on the desktop',
  async run({ runs, size, progress }) {
    const measures = createMeasures();
    const missing = whyNoDesktop();
    if (missing !== undefined) {
      progress(`left out: ${missing}`);
      return [];
    }
    const idleMs = 1000 * size('idleSeconds', 30, 2);
    const messages = size('messages', 18_000, 20);
    const rate = size('perSecond', 100);
    const folder = mkdtempSync(join(tmpdir(), 'lanline-bench-'));
    const display = await openDisplay();
    const data = join(folder, 'data');
    const team = await joinedTeam(data, join(folder, 'server'), join(folder, 'other'));
    const programs = { [names.lanline]: root, [bare]: writeBareWindow(join(folder, 'bare')) };
    try {
      for (let run = 0; run < runs; run++) {
        for (const [subject, program] of Object.entries(programs)) {
          progress(`${subject}, run ${run + 1} of ${runs}`);
          const start = () => startApp(program, data, display?.display);
          if (forgetFiles(filesOf(program, data)) > 0) {
            const cold = await start();
            await cold.electron.close();
            measures.add('cold start to a usable window', 'ms', subject, cold.readyMs);
          }
          const { electron, page, readyMs, cpuMs } = await start();
          measures.add('warm start to a usable window', 'ms', subject, readyMs);
          if (canCount) measures.add('warm start: processor time', 'ms', subject, cpuMs);
          const idle = await idleCost(electron, page, idleMs);
          await electron.close();
          for (const [name, unit, value] of idle) measures.add(name, unit, subject, value);
        }
      }
      if (canCount) {
        progress(`${messages} messages, ${rate} a second`);
        const { electron, page } = await startApp(root, data, display?.display);
        await talk(team.say, page, messages, rate);
        const [memory] = await idleCost(electron, page, idleMs);
        await electron.close();
        const name = `memory after ${messages} messages, ${rate} a second`;
        if (memory) measures.add(name, 'MiB', names.lanline, memory[2]);
      }
      return measures.all();
    } finally {
      await team.close();
      await display?.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Usable: the field to type into is there, which the app shows from its own copy of the history. */
async function startApp(program: string, data: string, display?: string): Promise<Started> {
  const startedAt = performance.now();
  const electron = await launchApp(program, data, display);
  const page = await electron.firstWindow();
  // At each frame: by itself the tool looks ever less often, and sees it up to half a second late.
  await page.waitForFunction(usable, undefined, { polling: 'raf' });
  const readyMs = performance.now() - startedAt;
  const { pid } = electron.process();
  // The same on a busy machine, or nearly.
  const cpuMs = canCount && pid !== undefined ? workOf(treeOf(pid)).cpuMs : NaN;
  return { electron, page, readyMs, cpuMs };
}

/** Of the page, as much as is looked at. */
type Shown = {
  document: { querySelector(selector: string): { checkVisibility(): boolean } | null };
};
/** Runs in the page: a text would be refused by its policy. */
const usable = (): boolean =>
  (globalThis as unknown as Shown).document
    .querySelector('[data-testid="composer-input"]')
    ?.checkVisibility() === true;

/** What it holds, and does, when the start is over and nobody is there. */
async function idleCost(
  electron: ElectronApplication,
  page: Page,
  forMs: number,
): Promise<(readonly [name: string, unit: string, value: number])[]> {
  const pid = electron.process().pid;
  if (!canCount || pid === undefined) return [];
  // A blinking cursor is somebody who is about to write.
  await page.evaluate('document.activeElement?.blur()');
  await pause(settlingMs);
  const before = workOf(treeOf(pid));
  const from = performance.now();
  await pause(forMs);
  const pids = treeOf(pid);
  const after = workOf(pids);
  const seconds = (performance.now() - from) / 1000;
  return [
    ['memory of all processes', 'MiB', memoryOf(pids)],
    ['idle: wake-ups', '/s', (after.wakeUps - before.wakeUps) / seconds],
    ['idle: processor time', 'ms/s', (after.cpuMs - before.cpuMs) / seconds],
  ];
}

/** Somebody else talks, and the app has all of it. Where nobody sits the window stays at what is unread first. */
async function talk(
  say: (text: string) => Promise<void>,
  page: Page,
  messages: number,
  rate: number,
): Promise<void> {
  const from = performance.now();
  for (let index = 1; index <= messages; index++) {
    await say(`Said ${index} of ${messages}`);
    const early = from + (index * 1000) / rate - performance.now();
    if (early > 1) await pause(early);
  }
  const last = `Said ${messages} of ${messages}`;
  const giveUpAt = performance.now() + 300_000;
  while ((await page.evaluate(newestText)) !== last) {
    if (performance.now() > giveUpAt) throw new Error('the app did not get all that was said');
    await pause(200);
  }
}

/** In the page: what was said last, as the core has it. */
const newestText = `(async () => {
  const boot = await lanline.call('app.boot', undefined, null);
  const team = boot.value.teams[0].id;
  const { value } = await lanline.call('conversations.list', undefined, team);
  const page = { conversation: value[0].id, limit: 1 };
  const latest = await lanline.call('timeline.latest', page, team);
  return latest.value.rows.at(-1)?.text;
})()`;

const filesOf = (program: string, data: string): string[] => [
  ...[findElectron() ?? []].flat(),
  ...(program === root ? ['out', 'resources', 'node_modules/better-sqlite3/prebuilds'] : ['.']).map(
    (name) => join(program, name),
  ),
  data,
];

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
