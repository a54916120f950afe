// How long ago something was and how long it still lasts, in the person's language.
import { useNow } from '@vueuse/core';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useSession } from '../stores/session.ts';

const minute = 60_000;
const units = [
  ['year', 365 * 24 * 60 * minute],
  ['month', 30 * 24 * 60 * minute],
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
] as const;

// One clock for all rows.
const now = useNow({ interval: 20_000 });

export function useAges() {
  const { t } = useI18n();
  const session = useSession();
  const formats = computed(() => ({
    relative: new Intl.RelativeTimeFormat(session.dateLocale, { style: 'short' }),
    date: new Intl.DateTimeFormat(session.dateLocale, { dateStyle: 'medium' }),
  }));

  /** "3 days ago", "in 2 hours". Milliseconds since 1970; seconds are "just now". */
  function age(at: number): string {
    const distance = at - now.value.getTime();
    const [unit, length] = units.find(([, ms]) => Math.abs(distance) >= ms) ?? [];
    if (unit === undefined) return distance > 0 ? t('invite.soon') : t('person.justNow');
    return formats.value.relative.format(Math.round(distance / length), unit);
  }

  const date = (at: number): string => formats.value.date.format(at);

  return { age, date };
}
