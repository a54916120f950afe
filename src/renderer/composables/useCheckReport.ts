// "Check the network" as a text to hand to somebody who can help: the rows as they are read here.
import { useI18n } from 'vue-i18n';
import { useNetwork } from '../stores/network.ts';
import { useSession } from '../stores/session.ts';
import { useCheckTexts } from './useCheckTexts.ts';
import { useTimes } from './useTimes.ts';

export function useCheckReport() {
  const { t } = useI18n();
  const network = useNetwork();
  const session = useSession();
  const { full } = useTimes();
  const { name, sentence, advice } = useCheckTexts();

  function text(): string {
    const head = [
      t('check.title'),
      full(Date.now()),
      `Lanline ${session.version}, ${session.platform}`,
      t(`check.summary.${network.summary}`),
    ];
    const rows = network.rows.map((row) =>
      [
        `[${t(`check.states.${row.state}`)}] ${name(row)}: ${sentence(row)}`,
        ...[advice(row), row.command ?? ''].filter(Boolean).map((line) => `    ${line}`),
      ].join('\n'),
    );
    return `${[head.join('\n'), ...rows].join('\n\n')}\n`;
  }

  return { text };
}
