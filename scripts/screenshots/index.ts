// Takes the pictures in docs/ from the running app, on a network made for them: what is seen there
// is only what belongs in the picture, and nobody else sees it. Another team lives next door.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLan, whyNoNamespaces } from '../../test/support/namespaces.ts';
import { startXvfb } from '../setup/display.mjs';
import { root } from '../setup/paths.mjs';
import { Problem, runMain } from '../setup/problem.mjs';

await runMain(async () => {
  const missing = await whyNoNamespaces();
  if (missing) throw new Problem(`The pictures need a network of their own: ${missing}.`);
  const closers: (() => unknown)[] = [];
  try {
    return await takeAll((close) => closers.push(close));
  } finally {
    for (const close of closers.reverse()) await close();
  }
});

async function takeAll(atTheEnd: (close: () => unknown) => void): Promise<number> {
  const work = mkdtempSync(join(tmpdir(), 'lanline-screenshots-'));
  atTheEnd(() => rmSync(work, { recursive: true, force: true }));
  const xvfb = await startXvfb('2600x1700x24');
  atTheEnd(() => xvfb.close());
  const lan = await createLan(2, { network: '192.168.20', name: 'desk' });
  atTheEnd(() => lan.close());
  const [here, nextDoor] = lan.computers;
  if (!here || !nextDoor) throw new Error('two computers');

  const start = ['start', '--json', '--name', 'Print Shop', '--data', join(work, 'next-door')];
  const server = nextDoor.spawn(process.execPath, [join(root, 'server', 'index.ts'), ...start], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  atTheEnd(() => server.kill());
  const owner = await ownerLinkOf(server);

  const take = here.fork(new URL('take.ts', import.meta.url), [work, xvfb.display, owner]);
  atTheEnd(() => take.kill());
  const [code] = (await once(take, 'exit')) as [number | null];
  return code ?? 1;
}

/** What a server prints first says how to own it. */
async function ownerLinkOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('a server that says nothing');
  const [said] = (await once(stdout, 'data')) as [Buffer];
  return (JSON.parse(String(said)) as { ownerLink: string }).ownerLink;
}
