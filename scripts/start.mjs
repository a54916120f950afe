// `npm start`: the app from this checkout; on a machine without a display, the server alone.
import { join } from 'node:path';
import { prepareApp, prepareNode } from './bootstrap.mjs';
import { hasDisplay } from './setup/display.mjs';
import { programIn } from './setup/electron.mjs';
import { electronFlags, sandboxProblem } from './setup/electronFlags.mjs';
import { root } from './setup/paths.mjs';
import { runMain } from './setup/problem.mjs';
import { runInForeground } from './setup/run.mjs';
import { nodePath } from './setup/runtime.mjs';

const given = process.argv.slice(2);

await runMain(() => (hasDisplay() ? startApp() : startServer()));

async function startApp() {
  const electron = await prepareApp();
  const problem = sandboxProblem(electron);
  if (problem) console.error(problem);
  const env = { ...process.env };
  // Set in the terminals of editors that are Electron apps: it would make ours a plain Node.
  delete env['ELECTRON_RUN_AS_NODE'];
  return await runInForeground(programIn(electron), [...electronFlags(), root, ...given], { env });
}

async function startServer() {
  await prepareNode();
  console.error('There is no display here, so this starts the server alone.');
  const server = join(root, 'server', 'index.ts');
  return await runInForeground(nodePath(), [server, 'start', ...given]);
}
