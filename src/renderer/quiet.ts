// Quiet hours and keywords between the settings and the fields in which people write them.
import { nameKey } from './rules.ts';

const mostKeywords = 50;
const longestKeyword = 40;

/** "22:00", as a field for times wants it. */
export const clockOf = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** Minutes since midnight; null for what is no time. */
export function minutesOf(clock: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)/.exec(clock) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** As separated by commas of any script, each once. */
export function keywordsOf(text: string): string[] {
  const words = text
    .split(/[,;\n，、；]/u)
    .map((word) => word.replace(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ').trim())
    .filter((word) => word !== '' && word.length <= longestKeyword);
  return [...new Map(words.map((word) => [nameKey(word), word])).values()].slice(0, mostKeywords);
}
