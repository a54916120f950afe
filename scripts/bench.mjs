// `npm run bench`: bench/index.ts under Node 24, with Electron and a display where they can be had.
import { join } from 'node:path';
import { prepareDesktopTests, prepareNode } from './bootstrap.mjs';
import { buildIfChanged } from './setup/build.mjs';
import { root } from './setup/paths.mjs';
import { runMain } from './setup/problem.mjs';
import { runInForeground } from './setup/run.mjs';
import { nodePath, toolEnvironment } from './setup/runtime.mjs';

await runMain(async () => {
  await prepareNode();
  const desktop = await prepareDesktopTests();
  const env = toolEnvironment();
  if ('missing' in desktop) {
    env['LANLINE_NO_DESKTOP'] = desktop.missing;
  } else {
    await buildIfChanged();
    env['ELECTRON_OVERRIDE_DIST_PATH'] = desktop.electron;
  }
  const args = [join(root, 'bench', 'index.ts'), ...process.argv.slice(2)];
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  return await runInForeground(nodePath(), args, { cwd, env });
});
