// The threads that tests start, each built into one file as the app has them: finding a hundred small
// files for every thread is most of what a test with a store or a history would cost. What runs in a
// process of its own starts from the sources.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';
import type { VitestPluginContext } from 'vitest/node';
import { root } from '../../scripts/setup/paths.mjs';

const entries: readonly string[] = [
  'server/store/worker.ts',
  'src/core/db/worker.ts',
  'src/core/search/worker.ts',
  'test/server/fixtures/storeWithClock.ts',
].map((path) => join(root, path));

// In here, so that what stays outside is found.
const builtFolder = join(root, 'node_modules', '.cache', 'threads');
const thread = /new URL\('([./\w]+\/(?:worker|storeWithClock)\.ts)', import\.meta\.url\)/g;

export function builtThreads(): Plugin {
  const built = new Map<string, Promise<string>>();
  return {
    name: 'built-threads',
    enforce: 'pre',
    // What names a thread is made anew each time: the thread may be another, although the file is the same.
    configureVitest({ defineCacheKeyGenerator }: VitestPluginContext) {
      defineCacheKeyGenerator(({ sourceCode }) =>
        sourceCode.includes('/worker.ts') ? false : null,
      );
    },
    transform: {
      filter: { code: thread },
      async handler(code, id) {
        let changed = code;
        for (const [whole, path] of code.matchAll(thread)) {
          const entry = resolve(dirname(id), path ?? '');
          if (!entries.includes(entry)) continue;
          const file = built.get(entry) ?? buildThread(entry);
          built.set(entry, file);
          const url = JSON.stringify(pathToFileURL(await file).href);
          changed = changed.replaceAll(whole, `new URL(${url})`);
        }
        return changed === code ? undefined : { code: changed, map: null };
      },
    },
  };
}

/** Named after what is in it: runs at the same time, of whatever was edited in between, do not disturb each other. */
async function buildThread(entry: string): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: entry,
      write: false,
      minify: false,
      target: 'node24',
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const [chunk] = outputs;
  if (outputs.length !== 1 || chunk?.type !== 'chunk') throw new Error(`${entry}: not one file`);
  const name = createHash('sha256').update(chunk.code).digest('hex').slice(0, 16);
  const file = join(builtFolder, `${name}.mjs`);
  if (existsSync(file)) return file;
  mkdirSync(builtFolder, { recursive: true });
  const unfinished = join(builtFolder, randomUUID());
  writeFileSync(unfinished, chunk.code);
  renameSync(unfinished, file);
  return file;
}
