// Words for a row of "Check the network". The rows name their texts; one that this version has no
// words for still says which check it is and how it went.
import { useI18n } from 'vue-i18n';
import type { CheckRow } from '../../shared/rows.ts';

export function useCheckTexts() {
  const { t, te } = useI18n();

  function worded(row: CheckRow, key: string): string | null {
    const full = [`check.${row.check}.${key}`, key].find((one) => te(one, 'en'));
    return full === undefined ? null : t(full, row.facts);
  }

  const name = (row: CheckRow): string => t(`check.${row.check}.title`);
  const sentence = (row: CheckRow): string =>
    worded(row, row.text) ?? t(`check.states.${row.state}`);
  const advice = (row: CheckRow): string => (row.advice && worded(row, row.advice)) ?? '';

  return { name, sentence, advice };
}
