// Builds the three programs of the window: main and preload (CommonJS, which a sandboxed preload must
// be) and renderer. Dependencies stay outside main; the window bundles what it uses.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

const here = (path: string): string => resolve(import.meta.dirname, path);

type Package = { type?: string; exports?: object; dependencies?: Record<string, string> };
const packageOf = (folder: string): Package =>
  JSON.parse(readFileSync(here(`${folder}/package.json`), 'utf8')) as Package;

/** Main requires what it does not bundle, and an ES module that is required has no default (`import limit from`). */
const onlyModules = Object.keys(packageOf('.').dependencies ?? {}).filter((name) => {
  const { type, exports } = packageOf(`node_modules/${name}`);
  return type === 'module' && !JSON.stringify(exports ?? '').includes('"require"');
});
/** Looks for its own files. Its default is imported as such. */
const outside = ['hunspell-wasm'];

// The oldest Electron we run on (scripts/setup/electron.mjs may fall back to it), so that the build
// does not depend on which one a machine could get.
const nodeTarget = 'node24.15';
const chromeTarget = 'chrome148';

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      sourcemap: true,
      // Bundled, because a thousand small files are slow to find at every start; what is native,
      // or looks for its own files, stays outside.
      externalizeDeps: {
        exclude: [
          'zod',
          'socket.io-client',
          'uuidv7',
          'write-file-atomic',
          'dns-packet',
          'eventsource-parser',
          'markdown-it',
          ...onlyModules.filter((name) => !outside.includes(name)),
        ],
      },
      rolldownOptions: {
        input: {
          start: here('src/main/start.ts'),
          // Found by what lies beside it, so it stays a file of its own, too.
          index: here('src/main/index.ts'),
          // Each of these is started as a file of its own, so each must stay one after the build.
          server: here('src/main/serverProcess.ts'),
          storeWorker: here('server/store/worker.ts'),
          databaseWorker: here('src/core/db/worker.ts'),
          searchWorker: here('src/core/search/worker.ts'),
          spellingWorker: here('src/core/spelling/worker.ts'),
        },
        // engine.io-client looks at the global WebSocket and does not use it; to look at it reads all of Node's `fetch`.
        treeshake: { propertyReadSideEffects: false },
        output: {
          // Not ES modules: to import a part of Node as one reads all of it, also what is never used.
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
        },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      // A sandboxed preload cannot require packages: what it needs is bundled.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('src/renderer'),
    base: './',
    plugins: [vue()],
    build: {
      target: chromeTarget,
      // Half the code to read at every start.
      minify: true,
      rolldownOptions: { input: here('src/renderer/index.html') },
    },
  },
});
