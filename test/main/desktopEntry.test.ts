// What is written into an autostart file starts exactly that program, as the desktop's own code reads it.
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { runQuietly } from '../../scripts/setup/run.mjs';
import { desktopEntry, readDesktopEntry } from '../../src/main/desktopEntry.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';

const odd = ['it\'s "here"', '$HOME `id` \\n\\', '100%U %% & ; | > *', '测试 🙂', 'tab\tand\nline'];
const hasGio = (await runQuietly('gio', ['--version'])).ok;

it('reads back what it wrote, whatever the path', () => {
  const command = ['/opt/Lanline/lanline', '--hidden', ...odd, ''];
  const text = desktopEntry('Lanline', command, '/a\\b.png');
  expect(readDesktopEntry(text)).toEqual({ command, enabled: true });
});

it('knows what others wrote into it', () => {
  const off = (line: string) => readDesktopEntry(`[Desktop Entry]\nExec=lanline\n${line}\n`);
  expect(off('Hidden=true').enabled).toBe(false);
  expect(off('X-GNOME-Autostart-enabled = false').enabled).toBe(false);
  expect(off('[Other]\nHidden=true')).toEqual({ command: ['lanline'], enabled: true });
  for (const text of ['', '\0\0', '[Desktop Entry]', 'Exec=lanline', 'Exec'])
    expect(readDesktopEntry(text).command).toEqual([]);
});

it.skipIf(!hasGio)('is started by the desktop with these very arguments', async () => {
  // GLib looks for the program before it reads %% as %.
  const folder = join(testFolder(), odd.slice(0, 4).join(' ').replaceAll('%', ''));
  mkdirSync(folder);
  const [program, out] = [join(folder, 'program'), join(folder, 'out')];
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$0" "$@" > "$(dirname "$0")/part"\nmv "$(dirname "$0")/part" "$(dirname "$0")/out"\n`,
  );
  chmodSync(program, 0o755);
  const file = join(testFolder(), 'lanline.desktop');
  writeFileSync(file, desktopEntry('Lanline', [program, ...odd.slice(0, 4), '--hidden'], 'x'));
  await promisify(execFile)('gio', ['launch', file]);
  await eventually(() => {
    if (!existsSync(out)) throw new Error('not started yet');
  });
  const said = readFileSync(out, 'utf8');
  expect(said).toBe(`${[program, ...odd.slice(0, 4), '--hidden'].join('\n')}\n`);
});
