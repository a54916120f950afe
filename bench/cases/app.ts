// The app beside a bare Electron window: from start to something to type into, and memory then.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startXvfb } from '../../scripts/setup/display.mjs';
import { electronFlags } from '../../scripts/setup/electronFlags.mjs';
import { root } from '../../scripts/setup/paths.mjs';
import { createLog } from '../../server/log.ts';
import { createServer } from '../../server/server.ts';
import { connect } from '../../src/headless/index.ts';
import { launch } from '../../test/desktop/support/launch.ts';
import { type BenchCase, createMeasures } from '../case.ts';
import { names } from '../subjects.ts';

const bare = 'bare window';
const many = { tries: 1e9, seconds: 60 };

export const app: BenchCase = {
  name: 'app',
  title: 'The app on the desktop',
  async run({ runs, progress }) {
    const measures = createMeasures();
    const missing = process.env['LANLINE_NO_DESKTOP'];
    if (missing !== undefined) {
      progress(`left out: ${missing}`);
      return [];
    }
    const folder = mkdtempSync(join(tmpdir(), 'lanline-bench-'));
    const display = process.platform === 'linux' ? await startXvfb() : undefined;
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
  const env: Record<string, string> = { LANLINE_DATA: data };
  for (const [name, value] of Object.entries(process.env)) if (value) env[name] ??= value;
  if (display) env['DISPLAY'] = display;
  const startedAt = performance.now();
  const electron = await launch([...electronFlags(), program], env);
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

/** A person's folder with a team and some messages in it; the server is gone when the app starts. */
async function joinedFolder(folder: string, serverFolder: string): Promise<string> {
  const server = await createServer({
    folder: serverFolder,
    port: 0,
    host: '127.0.0.1',
    team: 'Bench',
    door: 'open',
    announce: false,
    // It is the server that is measured, and not its limits.
    limits: { send: many, marks: many, change: many, sockets: 1e6 },
    insecure: false,
    storeWorker: new URL('../../server/store/worker.ts', import.meta.url),
    log: createLog('silent'),
  });
  const person = await connect({ folder });
  try {
    const { place, pin } = await person.call('team.look', { place: server.addresses[0] ?? '' });
    await person.call('team.join', { place, pin, name: 'Mara' });
    const conversation = await firstConversation(person);
    for (let index = 0; index < 200; index++)
      await person.call('message.send', { conversation, text: `Message ${index}` });
    await until(async () => (await person.call('app.boot')).teams[0]?.link.waiting === 0);
  } finally {
    await person.close();
    await server.close();
  }
  return folder;
}

async function firstConversation(person: Awaited<ReturnType<typeof connect>>): Promise<string> {
  let id: string | undefined;
  await until(async () => (id = (await person.call('conversations.list'))[0]?.id) !== undefined);
  return id ?? '';
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
