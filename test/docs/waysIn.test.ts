// docs/ways-in.md is true: every piece of code in it is run as it stands, against a real server, and prints what the
// page says. So curl alone can come in, speak and listen.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFinished, test } from 'vitest';
import { statuses } from '../../server/transports/answers.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { freePort } from '../support/freePort.ts';
import { testServer } from '../support/server.ts';
import { difference, type Example, examplesOf, jsonTexts } from './page.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const path = join(root, 'docs', 'ways-in.md');
const examples = examplesOf(path);
const run = promisify(execFile);

/** Made for a shell with curl, as Linux has them. */
const able = process.platform === 'linux' && existsSync('/usr/bin/curl') && existsSync('/bin/bash');

describe.skipIf(!able)('the page of the ways in', () => {
  test('says what happens', async () => {
    const server = await testServer();
    const owner = await server.member('Owner');
    const shell = createShell({
      SERVER: server.url,
      PORT: String(await freePort()),
      SECRET: 'x'.repeat(43),
    });
    let receiver: Printing | undefined;
    for (const example of examples) {
      const where = `line ${example.line}`;
      if (example.marks.includes('receiver')) {
        receiver = shell.start(example);
        continue;
      }
      if (example.marks.includes('to-receiver')) await receiver?.listening();
      if (example.marks.includes('stream')) await shell.start(example).prints(example, where);
      else {
        const printed = await shell.run(example.code);
        if (example.prints) compare(example.prints.text, printed, where);
      }
      // Whoever makes hooks must be somebody.
      if (example.code.includes('team.join')) await promote(owner, shell.value('ID'));
    }
    const said = examples.find(({ marks }) => marks.includes('receiver'))?.prints?.text.trim();
    await eventually(() => expect(receiver?.text()).toBe(`${said}\n`));
  }, 60_000);
});

test('the page names every code with its status', () => {
  const rows = [...readFileSync(path, 'utf8').matchAll(/^\| (\d{3}) +\| `([A-Z_]+)`/gm)];
  const said = Object.fromEntries(rows.map(([, status, code]) => [code, Number(status)]));
  expect(said).toEqual(statuses);
});

const promote = (owner: TestClient, user: string) =>
  owner.ask('person.set', { id: uuidv7(), user, role: 'owner' });

function compare(shown: string, printed: string, where: string): void {
  const real = jsonTexts(printed);
  const differs = jsonTexts(shown).map((each, index) => difference(each, real[index]));
  expect({ where, differs }).toEqual({ where, differs: differs.map(() => null) });
}

type Printing = ReturnType<ReturnType<typeof createShell>['start']>;

/** One shell for the whole page: what a piece sets, the next ones know. */
function createShell(first: Record<string, string>) {
  const file = join(testFolder(), 'variables');
  const env = {
    ...process.env,
    ...first,
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
  };
  writeFileSync(file, '');
  const whole = (code: string): string =>
    `set -eua; . '${file}'\n${code}\nexport -p | grep -v ' PWD=\\| SHLVL=\\| _=' > '${file}'`;
  const value = (name: string): string =>
    new RegExp(`^declare -x ${name}="(.*)"$`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? '';

  return {
    value,
    async run(code: string): Promise<string> {
      const { stdout } = await run('/bin/bash', ['-c', whole(code)], { env, cwd: root });
      return stdout;
    },
    /** What does not end by itself. Ended with the test. */
    start({ language, code }: Example) {
      const script = `set -eua; . '${file}'\n`;
      const source = 'node --input-type=module -e "$CODE"';
      const child = spawn('/bin/bash', ['-c', script + (language === 'js' ? source : code)], {
        env: { ...env, CODE: code },
        cwd: root,
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => end(child));
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      return {
        text: () => printed,
        /** Until every line that the page shows has been printed, in that order unless either may be the first. */
        async prints({ prints, marks }: Example, where: string): Promise<void> {
          const wanted = (prints?.text ?? '').trim().split('\n');
          const inOrder = !marks.includes('any-order');
          await eventually(() => {
            const lines = printed.split('\n');
            const missing = wanted.find((line) => !comesNext(inOrder ? lines : [...lines], line));
            expect({ where, missing, printed }).toMatchObject({ missing: undefined });
          });
          end(child);
        },
        listening: () =>
          eventually(async () => {
            const answer = await fetch(`http://127.0.0.1:${first['PORT']}`, { method: 'POST' });
            expect(answer.status).toBe(403);
          }),
      };
    },
  };
}

/** Takes lines away up to the one that begins as wanted. */
function comesNext(lines: string[], wanted: string): boolean {
  const start = wanted.replace(/…$/, '');
  const at = lines.findIndex((line) =>
    wanted.endsWith('…') ? line.startsWith(start) : line === wanted,
  );
  if (at >= 0) lines.splice(0, at + 1);
  return at >= 0;
}

/** With all that it started. */
function end(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
