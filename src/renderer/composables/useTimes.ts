// Times and days in the person's language and region, through Intl.
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useNow } from '@vueuse/core';
import { useSession } from '../stores/session.ts';
import { dayKey } from '../timeline/layout.ts';

const dayMs = 24 * 60 * 60_000;
// One clock for all rows: "Today" becomes "Yesterday" without anybody touching anything.
const now = useNow({ interval: 30_000 });

export function useTimes() {
  const { t } = useI18n();
  const session = useSession();
  const formats = computed(() => formatsOf(session.dateLocale));

  const time = (at: number): string => formats.value.time.format(at);
  const full = (at: number): string => formats.value.full.format(at);

  function day(at: number): string {
    const today = now.value.getTime();
    if (dayKey(at) === dayKey(today)) return t('time.today');
    if (dayKey(at) === dayKey(today - dayMs)) return t('time.yesterday');
    const sameYear = new Date(at).getFullYear() === now.value.getFullYear();
    return (sameYear ? formats.value.weekday : formats.value.year).format(at);
  }

  return { time, full, day };
}

type Formats = Record<'time' | 'weekday' | 'year' | 'full', Intl.DateTimeFormat>;
// Making one costs more than drawing a message does.
const made = new Map<string, Formats>();

function formatsOf(locale: string): Formats {
  const known = made.get(locale);
  if (known) return known;
  const formats: Formats = {
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
    weekday: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
    year: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }),
  };
  made.set(locale, formats);
  return formats;
}
