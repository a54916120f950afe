// The colours: each text can be read on each ground in both themes, and none is said twice. And no
// place or size that suits only one direction of writing, or one size of text.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '../../src/renderer');
const tokens = readFileSync(join(renderer, 'styles/tokens.css'), 'utf8');

/** What is said for more contrast: by the setting, and by the system. */
const [bySetting = '', bySystem = ''] = [
  /:root\[data-contrast='more'\] \{([^}]*)\}/,
  /@media \(prefers-contrast: more\) \{\s*:root \{([^}]*)\}/,
].map((block) => block.exec(tokens)?.[1]?.replaceAll(/\s+/g, ' '));

/** The two colours of a token, light and dark; the first that `sources` say. */
function pair(name: string, sources: string[] = [tokens]): [string, string] {
  const value = sources
    .map((source) =>
      new RegExp(`--${name}: (?:light-dark\\()?(#[0-9a-f]{6})(?:, (#[0-9a-f]{6}))?`).exec(source),
    )
    .find(Boolean);
  const [, light, dark] = value ?? [];
  if (light === undefined) throw new Error(`no token ${name}`);
  return [light, dark ?? light];
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['bg', 'bg-side', 'bg-hover', 'bg-raised'];
const texts: [string, string[]][] = [
  ['text', [...grounds, 'bg-sunken', 'bg-side-hover', 'mention-bg', 'danger-soft', 'accent-soft']],
  ['text-soft', [...grounds, 'bg-sunken', 'bg-side-hover', 'mention-bg', 'danger-soft']],
  ['text-faint', [...grounds, 'bg-side-hover', 'bg-sunken']],
  ['accent-strong', [...grounds, 'accent-soft']],
  ['danger', [...grounds, 'danger-soft', 'code-bg']],
  ...['text', 'comment', 'keyword', 'string', 'number', 'name', 'attribute'].map(
    (part): [string, string[]] => [`code-${part}`, ['code-bg']],
  ),
  ['on-accent', ['accent', 'accent-hover']],
  ['on-avatar', Array.from({ length: 8 }, (_, index) => `avatar-${index}`)],
];

describe('colours', () => {
  it.each(texts.flatMap(([text, on]) => on.map((ground) => [text, ground] as const)))(
    '%s can be read on %s',
    (text, ground) => {
      for (const theme of [0, 1] as const)
        expect(contrast(pair(text)[theme], pair(ground)[theme])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('are the same for more contrast, whoever wishes it', () => {
    expect(bySetting).toContain('--text:');
    expect(bySystem).toBe(bySetting);
  });

  it.each(texts.flatMap(([text, on]) => on.map((ground) => [text, ground] as const)))(
    '%s can be read on %s with more contrast',
    (text, ground) => {
      const least = text === 'on-avatar' ? 4.5 : 7;
      const of = (name: string) => pair(name, [bySetting, tokens]);
      for (const theme of [0, 1] as const)
        expect(contrast(of(text)[theme], of(ground)[theme])).toBeGreaterThanOrEqual(least);
    },
  );

  it('are named in tokens.css and nowhere else', () => {
    for (const { file, source, styles } of styled()) {
      if (file.endsWith('tokens.css')) continue;
      const found = styles.match(/#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(/gi);
      expect(found, file).toBeNull();
      expect(source.split('\n').length, file).toBeLessThanOrEqual(300);
    }
  });
});

describe('places and sizes', () => {
  it('are said for either direction of writing', () => {
    const physical =
      /(?<![-\w])(?:left|right|top|bottom|(?:min-|max-)?(?:width|height)|(?:margin|padding|border|inset)-(?:left|right|top|bottom)[-a-z]*|float)\s*:|text-align:\s*(?:left|right)/g;
    for (const { file, styles } of styled()) {
      const rules = styles.replaceAll(/@(?:media|container)[^{]*|\/\*.*?\*\//gs, '');
      expect(rules.match(physical), file).toBeNull();
    }
  });

  it('follow the size of the text', () => {
    // A picture is no text, and a finger has the size it has.
    const fixed = new Set(['components/invites/InviteHandover.vue']);
    for (const { file, styles } of styled()) {
      expect(styles.match(/@(?:media|container)[^{]*\dpx/g), file).toBeNull();
      if (fixed.has(file)) continue;
      expect(styles.match(/\b(?:min-)?block-size: (?:1[6-9]|[2-9]\d|\d{3,})px/g), file).toBeNull();
    }
  });
});

/** Every file with styles, and those. */
function styled(): { file: string; source: string; styles: string }[] {
  return readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:vue|css)$/.test(file))
    .map((file) => {
      const source = readFileSync(join(renderer, file), 'utf8');
      const styles = file.endsWith('.css') ? source : source.slice(source.indexOf('<style') >>> 0);
      return { file, source, styles };
    });
}
