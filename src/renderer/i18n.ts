// The two languages, and which of them (and which region's dates) the person gets.
import { createI18n } from 'vue-i18n';
import type { Settings } from '../shared/rows.ts';
import en from './locales/en.json';
import zhCN from './locales/zh-CN.json';

export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** Which way each is written. */
export const directionOf: Record<Locale, 'ltr' | 'rtl'> = { en: 'ltr', 'zh-CN': 'ltr' };

export function makeI18n() {
  return createI18n({
    legacy: false,
    locale: 'en' as Locale,
    fallbackLocale: 'en',
    messages: { en, 'zh-CN': zhCN },
  });
}

/** The language of words: the chosen one, else the system's when we have it, else English. */
export function wordsLocale(chosen: Settings['locale'], system: string): Locale {
  if (chosen !== 'system') return chosen;
  return languageOf(system) === 'zh' ? 'zh-CN' : 'en';
}

/** The locale of dates and numbers: the system's region (en-GB, say) when it speaks that language. */
export function formatLocale(words: Locale, system: string): string {
  return languageOf(system) === languageOf(words) ? system : words;
}

function languageOf(tag: string): string {
  try {
    return new Intl.Locale(tag).language;
  } catch {
    return '';
  }
}
