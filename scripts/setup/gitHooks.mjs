import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { runQuietly } from './run.mjs';
import { nodePath, toolPath } from './runtime.mjs';

/** The hooks only save a contributor a wait; a start never fails for them. */
export async function ensureGitHooks() {
  // A worktree's or a submodule's .git is a file; its hooks belong to the main checkout.
  const hooks = join(root, '.git', 'hooks');
  if (process.env['CI'] || !existsSync(hooks) || existsSync(join(hooks, 'pre-commit'))) return;
  try {
    await runQuietly(nodePath(), [toolPath('lefthook'), 'install'], { cwd: root });
  } catch {
    // Without hooks, `npm test` finds the same things later.
  }
}
