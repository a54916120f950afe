// Both languages say everything, about the same things, and name every error.
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/shared/errors.ts';
import { formatLocale, makeI18n, wordsLocale } from '../../src/renderer/i18n.ts';
import { keyTable } from '../../src/renderer/keys.ts';
import en from '../../src/renderer/locales/en.json';
import zhCN from '../../src/renderer/locales/zh-CN.json';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );
}
const variables = (text: string) => [...new Set(text.match(/\{\w+\}/g))].toSorted().join();

describe('locales', () => {
  it('have the same keys, in the same order', () => {
    expect(flat(zhCN).map(([key]) => key)).toEqual(flat(en).map(([key]) => key));
  });

  it('use the same variables in each text, and leave none empty', () => {
    const english = new Map(flat(en));
    for (const [key, text] of flat(zhCN)) {
      expect(text.trim(), key).not.toBe('');
      expect(variables(text), key).toBe(variables(english.get(key) ?? ''));
    }
  });

  it.each([
    ['en', en],
    ['zh-CN', zhCN],
  ])('%s words every error code, and no other', (_, messages) => {
    expect(Object.keys(messages.errors).toSorted()).toEqual([...errorCodes].toSorted());
  });

  it('compile in both languages', () => {
    const { t, locale } = makeI18n().global;
    for (const language of ['en', 'zh-CN'] as const) {
      locale.value = language;
      for (const [key] of flat(en)) expect(t(key, { n: 2 }), key).not.toBe(key);
    }
  });

  it('name every key of the table', () => {
    for (const { action, group } of keyTable) {
      expect(en.keys).toHaveProperty(action);
      expect(en.keys).toHaveProperty(group);
    }
  });
});

describe('the language', () => {
  it('follows the system unless chosen', () => {
    expect(wordsLocale('system', 'zh-Hans-CN')).toBe('zh-CN');
    expect(wordsLocale('system', 'de-DE')).toBe('en');
    expect(wordsLocale('system', 'not a tag!')).toBe('en');
    expect(wordsLocale('zh-CN', 'en-US')).toBe('zh-CN');
  });

  it("takes dates from the system's region when it speaks that language", () => {
    expect(formatLocale('en', 'en-GB')).toBe('en-GB');
    expect(formatLocale('zh-CN', 'en-GB')).toBe('zh-CN');
  });
});
