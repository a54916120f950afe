// The checks that read the sources without running them. `npm test` runs all of them, and
// `npm run lint` or `npm run typecheck` some.
import { root } from '../setup/paths.mjs';
import { runQuietly } from '../setup/run.mjs';
import { nodePath, toolEnvironment, toolPath } from '../setup/runtime.mjs';
import { sourceProblems } from './sourceRules.mjs';

/** @typedef {{ ok: boolean, output: string }} Result */

/** @type {Record<string, () => Promise<Result>>} */
const checks = {
  format: () => tool('oxfmt', ['--check', '.']),
  lint: () => tool('oxlint', ['--deny-warnings']),
  rules: async () => {
    const problems = sourceProblems();
    return { ok: problems.length === 0, output: problems.join('\n') };
  },
  types: async () => {
    const projects = await Promise.all([
      tool('typescript', ['-p', 'tsconfig.node.json', '--pretty', 'false'], 'tsc'),
      tool('vue-tsc', ['-p', 'tsconfig.web.json', '--pretty', 'false']),
      tool('vue-tsc', ['-p', 'tsconfig.test.json', '--pretty', 'false']),
    ]);
    return {
      ok: projects.every((project) => project.ok),
      output: projects.map((project) => project.output).join('\n'),
    };
  },
  unused: () => tool('knip', []),
};

/**
 * Runs checks one after the other and says how each went.
 * @param {string[]} names
 * @returns {Promise<boolean>}
 */
export async function runChecks(names) {
  let allWell = true;
  for (const name of names) {
    const started = Date.now();
    const result = (await checks[name]?.()) ?? { ok: false, output: 'There is no such check.' };
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${result.ok ? '✓' : '✗'} ${name} (${seconds} s)`);
    if (!result.ok) console.log(result.output);
    allWell &&= result.ok;
  }
  return allWell;
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {string} [command]
 */
function tool(name, args, command) {
  const options = { cwd: root, env: toolEnvironment() };
  return runQuietly(nodePath(), [toolPath(name, command), ...args], options);
}
