// Times and days in the person's language and region, through Intl.
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useClock } from '../stores/clock.ts';
import { useSession } from '../stores/session.ts';
import { dayBefore, dayKey } from '../timeline/layout.ts';

export function useTimes() {
  const { t } = useI18n();
  const session = useSession();
  const clock = useClock();
  const formats = computed(() => formatsOf(session.dateLocale, clock.zone));

  const time = (at: number): string => formats.value.time.format(at);
  const full = (at: number): string => formats.value.full.format(at);

  function day(at: number): string {
    const today = clock.now.getTime();
    if (dayKey(at) === dayKey(today)) return t('time.today');
    if (dayKey(at) === dayKey(dayBefore(today))) return t('time.yesterday');
    const sameYear = new Date(at).getFullYear() === clock.now.getFullYear();
    return (sameYear ? formats.value.weekday : formats.value.year).format(at);
  }

  return { time, full, day };
}

type Formats = Record<'time' | 'weekday' | 'year' | 'full', Intl.DateTimeFormat>;
// Making one costs more than drawing a message does.
const made = new Map<string, Formats>();

function formatsOf(locale: string, timeZone: string): Formats {
  const key = `${locale} ${timeZone}`;
  const known = made.get(key);
  if (known) return known;
  const formats: Formats = {
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }),
    weekday: new Intl.DateTimeFormat(locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone,
    }),
    year: new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone,
    }),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium', timeZone }),
  };
  made.set(key, formats);
  return formats;
}
