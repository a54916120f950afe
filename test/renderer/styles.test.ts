// The colours: each text can be read on each ground in both themes, and none is said twice.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '../../src/renderer');
const tokens = readFileSync(join(renderer, 'styles/tokens.css'), 'utf8');

/** The two colours of a token: light, dark. */
function pair(name: string): [string, string] {
  const value = new RegExp(`--${name}: (?:light-dark\\()?(#[0-9a-f]{6})(?:, (#[0-9a-f]{6}))?`).exec(
    tokens,
  );
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

  it('are named in tokens.css and nowhere else', () => {
    const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' });
    const styled = files.filter(
      (file) => /\.(vue|css)$/.test(file) && !file.endsWith('tokens.css'),
    );
    for (const file of styled) {
      const source = readFileSync(join(renderer, file), 'utf8');
      const styles = file.endsWith('.css') ? source : source.slice(source.indexOf('<style'));
      const found = styles.match(/#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(/gi);
      expect(found, file).toBeNull();
      expect(source.split('\n').length, file).toBeLessThanOrEqual(300);
    }
  });
});
