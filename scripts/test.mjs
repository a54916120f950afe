// `npm test`: everything that must hold before a change goes in. `npm test -- path` runs the tests
// whose path matches, without the checks.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDesktopTests, prepareNode, prepareTestTools } from './bootstrap.mjs';
import { runCheckBeside, runChecks } from './checks/steps.mjs';
import { readTotals } from './checks/totals.mjs';
import { buildIfChanged } from './setup/build.mjs';
import { root } from './setup/paths.mjs';
import { Problem, runMain } from './setup/problem.mjs';
import { runInForeground } from './setup/run.mjs';
import { nodePath, toolEnvironment, toolPath } from './setup/runtime.mjs';
import { makeTestFolder } from './setup/testFolder.mjs';

const filters = process.argv.slice(2);

await runMain(async () => {
  await prepareNode();
  const all = filters.length === 0;
  const read = !all || (await runChecks(['format', 'lint', 'rules', 'unused']));
  // The longest of them. Tests mostly wait, so it is done by the time they are.
  const types = all ? runCheckBeside('types') : async () => true;
  const desktop = mayRunDesktop() ? await prepareDesktop() : { built: true, env: {} };
  const totals = await runTests(desktop.env);
  const checked = (await types()) && read;
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  if (!checked) console.error('The tests ran, but a check above failed.');
  if (!desktop.built) console.error('The tests ran, but the build above failed.');
  const ran = totals.passed + totals.failed > 0;
  return checked && desktop.built && totals.ok && ran && totals.failed === 0 ? 0 : 1;
});

/** Paths of other tests need neither Electron nor a build. */
function mayRunDesktop() {
  const elsewhere = /^(\.[\\/])?test[\\/](?!desktop)/;
  return filters.length === 0 || !filters.every((filter) => elsewhere.test(filter));
}

/** @returns {Promise<{ built: boolean, env: NodeJS.ProcessEnv }>} */
async function prepareDesktop() {
  await prepareTestTools();
  const desktop = await prepareDesktopTests();
  if ('missing' in desktop) return { built: true, env: { LANLINE_NO_DESKTOP: desktop.missing } };
  try {
    await buildIfChanged();
    return { built: true, env: { ELECTRON_OVERRIDE_DIST_PATH: desktop.electron } };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    return { built: false, env: { LANLINE_NO_DESKTOP: 'the build failed' } };
  }
}

/** @param {NodeJS.ProcessEnv} env */
async function runTests(env) {
  const folder = makeTestFolder();
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const args = [toolPath('vitest'), 'run', ...reporters, ...filters];
    const code = await runInForeground(nodePath(), args, {
      cwd: root,
      // Elsewhere it is the disk anyway, and a path too long for a socket is soon reached.
      env: {
        ...toolEnvironment(),
        ...(process.platform === 'linux' && { TMPDIR: folder }),
        ...env,
      },
    });
    return { ...readTotals(report), ok: code === 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
