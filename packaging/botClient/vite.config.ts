// The client for bots as one file, so that installing it brings nothing else but zod, whose types it shares.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const root = resolve(import.meta.dirname, '../..');

export default defineConfig({
  root,
  publicDir: false,
  logLevel: 'warn',
  ssr: {
    target: 'node',
    noExternal: true,
    // ws looks for these two and does without.
    external: ['zod', 'bufferutil', 'utf-8-validate'],
  },
  build: {
    target: 'node20',
    ssr: resolve(root, 'src/headless/bot.ts'),
    outDir: resolve(root, 'out/bot-client'),
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'index.js', codeSplitting: false } },
  },
});
