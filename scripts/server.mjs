#!/usr/bin/env node
// `npm run server -- start …`: lanline-server from a checkout, from the folder you are in.
import { join } from 'node:path';
import { prepareNode } from './bootstrap.mjs';
import { root } from './setup/paths.mjs';
import { runMain } from './setup/problem.mjs';
import { runInForeground } from './setup/run.mjs';
import { nodePath, toolEnvironment } from './setup/runtime.mjs';

await runMain(async () => {
  await prepareNode();
  const args = process.argv.slice(2);
  // npm changes to the checkout; a path in the arguments means the folder the person is in.
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  return await runInForeground(nodePath(), [join(root, 'server', 'index.ts'), ...args], {
    cwd,
    env: toolEnvironment(),
  });
});
