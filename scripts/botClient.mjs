// `npm run bot-client`: the client for bots as an npm package, out/lanline-bot-VERSION.tgz, for whoever writes a bot
// without this checkout.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareNode } from './bootstrap.mjs';
import { npm } from './setup/npm.mjs';
import { root } from './setup/paths.mjs';
import { Problem, runMain } from './setup/problem.mjs';
import { runQuietly } from './setup/run.mjs';
import { nodePath, toolEnvironment, toolPath } from './setup/runtime.mjs';

const from = join(root, 'packaging', 'botClient');
const to = join(root, 'out', 'bot-client');

await runMain(async () => {
  await prepareNode();
  rmSync(to, { recursive: true, force: true });
  await tool('vite', ['build', '--config', join(from, 'vite.config.ts')]);
  await tool('typescript', ['-p', join(from, 'tsconfig.json')], 'tsc');
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(describe(), null, 2)}\n`);
  copyFileSync(join(from, 'README.md'), join(to, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(to, 'LICENSE'));
  const packed = await npm(['pack', to, '--pack-destination', join(root, 'out')]);
  if (!packed.ok) throw new Problem(`The package was not made:\n${packed.output}`);
  const { name, version } = describe();
  console.log(join(root, 'out', `${name}-${version}.tgz`));
  return 0;
});

function describe() {
  const { version, license, dependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return {
    name: 'lanline-bot',
    version,
    description:
      'Takes part in a Lanline team: hears events, none missed, and says things that arrive once.',
    license,
    type: 'module',
    exports: { types: './types/src/headless/bot.d.ts', default: './index.js' },
    // Older ones lack some of what it uses of the language and of TLS.
    engines: { node: '>=22.15' },
    dependencies: { zod: dependencies.zod },
  };
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {string} [command]
 */
async function tool(name, args, command) {
  const options = { cwd: root, env: toolEnvironment() };
  const result = await runQuietly(nodePath(), [toolPath(name, command), ...args], options);
  if (!result.ok) throw new Problem(`The client could not be built:\n${result.output}`);
}
