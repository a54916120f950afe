// Scrolling through a conversation of a million messages in the real window: whether rows are there
// before one gets to them, and how steady the frames are meanwhile.
import { randomUUID } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { root } from '../../scripts/setup/paths.mjs';
import { startDatabase } from '../../src/core/db/thread.ts';
import { type BenchCase, createMeasures } from '../case.ts';
import { joinedFolder, launchApp, openDisplay, whyNoDesktop } from '../desktop.ts';
import { percentile } from '../numbers.ts';
import { names } from '../subjects.ts';
import { createWriter } from './searchWords.ts';

const batch = 500;
/** As fast as a hand flings a wheel: pixels for each frame, and for how long, ms. */
const stride = 120;
const lastsMs = 15_000;

export const scroll: BenchCase = {
  name: 'scroll',
  title: 'Scrolling through a large conversation',
  async run({ runs, size, progress }) {
    const measures = createMeasures();
    const missing = whyNoDesktop();
    if (missing !== undefined) {
      progress(`left out: ${missing}`);
      return [];
    }
    const folder = mkdtempSync(join(tmpdir(), 'lanline-bench-'));
    const display = await openDisplay();
    try {
      const data = await joinedFolder(join(folder, 'data'), join(folder, 'server'));
      const messages = size('scroll', 1_000_000);
      progress(`writing ${messages} messages`);
      await fill(data, messages);
      for (let run = 0; run < runs; run++) {
        progress(`run ${run + 1} of ${runs}`);
        const electron = await launchApp(root, data, display?.display);
        try {
          const page = await electron.firstWindow();
          await page.getByTestId('message').last().waitFor();
          for (const [way, by] of [
            ['up', -stride],
            ['down', stride],
          ] as const) {
            const seen = await page.evaluate<Seen>(fling(by));
            const add = (name: string, unit: string, value: number): void =>
              measures.add(`${way}: ${name}`, unit, names.lanline, value);
            add('frames that wait for rows', '%', (seen.waiting / seen.frames.length) * 100);
            add('frame, p50', 'ms', percentile(seen.frames, 0.5));
            add('frame, p95', 'ms', percentile(seen.frames, 0.95));
            add('longest frame', 'ms', Math.max(...seen.frames));
            add('rows passed', '', seen.rows);
          }
        } finally {
          await electron.close();
        }
      }
      return measures.all();
    } finally {
      await display?.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

type Seen = { frames: number[]; waiting: number; rows: number };

/** Scrolls a little with every frame and looks what is there. As a text, because it is the page's and not Node's. */
const fling = (by: number): string => `(async () => {
  const box = document.querySelector('[data-testid="timeline"]');
  const frames = [];
  const passed = new Set();
  let waiting = 0;
  let last = performance.now();
  const end = last + ${lastsMs};
  while (last < end) {
    box.scrollTop += ${by};
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = performance.now();
    frames.push(now - last);
    last = now;
    const { top, bottom, left, width } = box.getBoundingClientRect();
    let missing = false;
    for (let y = top + 4; y < bottom; y += 40) {
      const there = document.elementFromPoint(left + width / 2, y);
      const key = there?.closest('[data-key]')?.getAttribute('data-key');
      if (key) passed.add(key);
      if (!there?.closest('.rows')) missing = true;
    }
    if (missing) waiting++;
  }
  return { frames, waiting, rows: passed.size };
})()`;

/** Writes into the person's own copy of the history what the server would have sent. */
async function fill(data: string, messages: number): Promise<void> {
  const [account = ''] = globSync('teams/*/account.json', { cwd: data });
  const { me } = z
    .object({ me: z.string() })
    .parse(JSON.parse(readFileSync(join(data, account), 'utf8')));
  const folder = dirname(join(data, account));
  const entry = new URL('../../src/core/db/worker.ts', import.meta.url);
  const { run: db, close } = await startDatabase(
    entry,
    { folder, me },
    { crashed: () => undefined, mended: () => undefined },
  );
  const [general] = await db('conversations');
  if (!general) throw new Error('no conversation');
  const { text } = createWriter();
  const begin = Date.now();
  let seq = await db('lastSeq', general.id);
  let { cursor: pos } = await db('syncState');
  for (const end = seq + messages; seq < end;) {
    const events = Array.from({ length: Math.min(batch, end - seq) }, () => ({
      conversation: general.id,
      seq: ++seq,
      pos: ++pos,
      id: randomUUID(),
      author: me,
      // Some in one group, some days apart.
      at: begin + seq * 90_000 + (seq % 7 === 0 ? 400_000 : 0),
      type: 'message.created',
      body: { text: text(seq), mentions: [] },
    }));
    await db('apply', events, pos);
  }
  await close();
}
