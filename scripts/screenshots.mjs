// `npm run screenshots`: the pictures in docs/, taken from the running app on a virtual display and a
// virtual network.
import { join } from 'node:path';
import { prepareDesktopTests, prepareNode, prepareTestTools } from './bootstrap.mjs';
import { installPackages } from './setup/aptPackages.mjs';
import { buildIfChanged } from './setup/build.mjs';
import { root } from './setup/paths.mjs';
import { Problem, runMain } from './setup/problem.mjs';
import { runInForeground, runQuietly } from './setup/run.mjs';
import { nodePath, toolEnvironment } from './setup/runtime.mjs';

await runMain(async () => {
  await prepareNode();
  const desktop = await prepareDesktopTests();
  if ('missing' in desktop) throw new Problem(desktop.missing);
  await prepareTestTools();
  await ensureFonts();
  await buildIfChanged();
  const args = [join(root, 'scripts', 'screenshots', 'index.ts'), ...process.argv.slice(2)];
  const env = { ...toolEnvironment(), ELECTRON_OVERRIDE_DIST_PATH: desktop.electron };
  return await runInForeground(nodePath(), args, { cwd: root, env });
});

/** Without them Chinese and emoji are empty boxes. */
async function ensureFonts() {
  if (process.platform !== 'linux') return;
  const fonts = ['fonts-noto-cjk', 'fonts-noto-color-emoji'];
  if ((await runQuietly('dpkg', ['-s', ...fonts])).ok) return;
  const left = await installPackages('Installing fonts', fonts);
  if (left) console.error(left);
}
