// Measured times and sizes in the person's language.
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useSession } from '../stores/session.ts';

export function useFigureTexts() {
  const { t } = useI18n();
  const session = useSession();
  const format = (least: number, most: number) =>
    new Intl.NumberFormat(session.dateLocale, {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
    });
  const formats = computed(() => ({
    whole: format(0, 0),
    tenth: format(1, 1),
    tick: format(0, 1),
  }));

  /** "1.2 ms", "240 ms". */
  function time(ms: number): string {
    const { whole, tenth } = formats.value;
    // What rounds up to ten is written like ten.
    return t('line.ms', { ms: (ms < 9.95 ? tenth : whole).format(ms) });
  }

  return {
    time,
    /** As short as it can be written, for the edge of a chart. */
    tick: (ms: number): string => t('line.ms', { ms: formats.value.tick.format(ms) }),
    count: (n: number): string => formats.value.whole.format(n),
  };
}
