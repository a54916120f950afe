// What the server's command says of itself, as its manual page: one text, which tests already hold to be true.
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { Problem } from '../setup/problem.mjs';
import { runQuietly } from '../setup/run.mjs';
import { nodePath } from '../setup/runtime.mjs';

/**
 * @param {string} version
 * @returns {Promise<string>} roff
 */
export async function serverManual(version) {
  const all = await help();
  const verbs = [...all.matchAll(/^ {2}([a-z]+) {2,}/gm)].map((match) => String(match[1]));
  const of = await Promise.all(verbs.map((verb) => help(verb)));
  const parts = of.map((text) => text.split(/^(?=Settings, each)/m));
  return [
    `.TH LANLINE-SERVER 1 "" "Lanline ${version}" "Lanline"`,
    section('NAME', ['lanline-server \\- a messenger for the people on one network']),
    section('USAGE', verbatim(all)),
    ...parts.map(([own = ''], n) => section((verbs[n] ?? '').toUpperCase(), verbatim(own))),
    section('SETTINGS', verbatim(parts[0]?.[1] ?? '')),
    section('FILES', verbatim('/var/lib/lanline   the team of the system service lanline-server')),
    '',
  ].join('\n');
}

/** @param {string[]} args */
async function help(...args) {
  const program = join(root, 'server', 'index.ts');
  const { ok, output } = await runQuietly(nodePath(), [program, ...args, '--help'], {
    // Its defaults are those of whoever reads it, not of whoever packs it.
    env: { ...process.env, HOME: '~', XDG_DATA_HOME: '' },
  });
  if (!ok) throw new Problem(`lanline-server ${args.join(' ')} --help failed: ${output}`);
  return output;
}

/**
 * @param {string} name
 * @param {string[]} lines
 */
const section = (name, lines) => [`.SH ${name}`, ...lines].join('\n');

/** @param {string} text */
function verbatim(text) {
  const lines = text.trim().split('\n');
  return [
    '.nf',
    ...lines.map((line) => `\\&${line.replaceAll('\\', '\\e').replaceAll('-', '\\-')}`),
    '.fi',
  ];
}
