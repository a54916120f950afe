// In which script a word is written, so that no language judges letters it does not have.
const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Armenian',
  'Georgian',
  'Hangul',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thai',
  'Lao',
  'Khmer',
  'Myanmar',
  'Tibetan',
  'Ethiopic',
  'Han',
  'Hiragana',
  'Katakana',
] as const;
export type Script = (typeof scripts)[number];

const patterns = scripts.map(
  (script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const,
);

/** Of all the letters in it; empty where it has none that we know. */
export const scriptsOf = (text: string): Script[] =>
  patterns.filter(([, pattern]) => pattern.test(text)).map(([script]) => script);
