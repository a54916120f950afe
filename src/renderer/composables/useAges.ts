// How long ago something was and how long it still lasts, in the person's language.
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useClock } from '../stores/clock.ts';
import { useSession } from '../stores/session.ts';

const minute = 60_000;
const units = [
  ['year', 365 * 24 * 60 * minute],
  ['month', 30 * 24 * 60 * minute],
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
] as const;

export function useAges() {
  const { t } = useI18n();
  const session = useSession();
  const clock = useClock();
  const formats = computed(() => ({
    relative: new Intl.RelativeTimeFormat(session.dateLocale, { style: 'short' }),
    date: new Intl.DateTimeFormat(session.dateLocale, {
      dateStyle: 'medium',
      timeZone: clock.zone,
    }),
  }));

  function inWords(distance: number, seconds: string): string {
    const [unit, length] = units.find(([, ms]) => Math.abs(distance) >= ms) ?? [];
    if (unit === undefined) return seconds;
    return formats.value.relative.format(Math.round(distance / length), unit);
  }

  /**
   * "3 days ago". Milliseconds since 1970; seconds are "just now", and so is what lies ahead: our clock ticks rarely,
   * and the server's may be fast.
   */
  const age = (at: number): string =>
    inWords(Math.min(0, at - clock.now.getTime()), t('person.justNow'));

  /** "in 2 hours"; seconds, and what is over, are "in a moment". */
  const until = (at: number): string =>
    inWords(Math.max(0, at - clock.now.getTime()), t('invite.soon'));

  const date = (at: number): string => formats.value.date.format(at);

  return { age, until, date };
}
