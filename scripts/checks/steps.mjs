// The checks that read the sources without running them. `npm test` runs all of them, and
// `npm run lint` or `npm run typecheck` some.
import { copyFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { runQuietly } from '../setup/run.mjs';
import { nodePath, toolEnvironment, toolPath } from '../setup/runtime.mjs';
import { sourceProblems } from './sourceRules.mjs';

/** @typedef {{ ok: boolean, output: string }} Result */

/** @type {Record<string, (how?: import('../setup/run.mjs').RunOptions) => Promise<Result>>} */
const checks = {
  format: (how) => tool('oxfmt', ['--check', '.'], how),
  lint: (how) => tool('oxlint', ['--deny-warnings'], how),
  rules: async () => {
    const problems = sourceProblems();
    return { ok: problems.length === 0, output: problems.join('\n') };
  },
  types: async (how) => {
    const projects = await Promise.all([
      typesOf('node', toolPath('typescript', 'tsc'), how),
      typesOf('web', toolPath('vue-tsc'), how),
      typesOf('test', toolPath('vue-tsc'), how),
    ]);
    return {
      ok: projects.every((project) => project.ok),
      output: projects.map((project) => project.output).join('\n'),
    };
  },
  unused: (how) => tool('knip', [], how),
};

/**
 * Runs checks one after the other and says how each went.
 * @param {string[]} names
 * @returns {Promise<boolean>}
 */
export async function runChecks(names) {
  let allWell = true;
  for (const name of names) {
    const say = await timed(name);
    allWell = say() && allWell;
  }
  return allWell;
}

/**
 * Runs a check on what the machine has to spare beside something more urgent.
 * @param {string} name
 * @returns {() => Promise<boolean>} waits for it and says how it went
 */
export function runCheckBeside(name) {
  const running = timed(name, { giveWay: true });
  return async () => (await running)();
}

/**
 * @param {string} name
 * @param {import('../setup/run.mjs').RunOptions} [how]
 * @returns {Promise<() => boolean>} says how it went
 */
async function timed(name, how) {
  const started = Date.now();
  const result = (await checks[name]?.(how)) ?? { ok: false, output: 'There is no such check.' };
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  return () => {
    console.log(`${result.ok ? '✓' : '✗'} ${name} (${seconds} s)`);
    if (!result.ok) console.log(result.output);
    return result.ok;
  };
}

/**
 * What was found out the last time and still holds is not found out again.
 * @param {string} project
 * @param {string} program
 * @param {import('../setup/run.mjs').RunOptions} [how]
 */
async function typesOf(project, program, how) {
  const folder = join(root, 'node_modules', '.cache', 'types');
  mkdirSync(folder, { recursive: true });
  const known = join(folder, `${project}.tsbuildinfo`);
  // Two checks may run at the same time, and none may read what another has half written.
  const own = join(folder, `${project}.${process.pid}.tsbuildinfo`);
  // Other packages, perhaps another compiler: from the start.
  if (changedAt(known) > changedAt(join(root, 'package-lock.json'))) copyFileSync(known, own);
  const remember = ['--incremental', '--tsBuildInfoFile', own];
  const args = [program, '-p', `tsconfig.${project}.json`, '--pretty', 'false', ...remember];
  const result = await runQuietly(nodePath(), args, options(how));
  if (existsSync(own)) renameSync(own, known);
  return result;
}

/** @param {string} path */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * @param {string} name
 * @param {string[]} args
 * @param {import('../setup/run.mjs').RunOptions} [how]
 */
function tool(name, args, how) {
  return runQuietly(nodePath(), [toolPath(name), ...args], options(how));
}

/** @param {import('../setup/run.mjs').RunOptions} [how] */
const options = (how) => ({ cwd: root, env: toolEnvironment(), ...how });
