// Words for what goes wrong at a team's door, where they differ from the general ones, and whether
// "Check the network" could help.
import { useI18n } from 'vue-i18n';
import type { ErrorCode, Failure } from '../../shared/errors.ts';
import { useFailureText } from './useFailureText.ts';

const ofTheNetwork: ReadonlySet<ErrorCode> = new Set([
  'UNREACHABLE',
  'TIMEOUT',
  'OFFLINE',
] as const);

export function useJoinTexts() {
  const { t, te } = useI18n();
  const general = useFailureText();

  function failureText(failure: Failure): string {
    const key = `join.errors.${failure.code}`;
    const seconds = Math.ceil((failure.retryAfterMs ?? 1000) / 1000);
    return te(key, 'en') ? t(key, { seconds }) : general(failure);
  }

  const networkMayHelp = ({ code }: Failure): boolean => ofTheNetwork.has(code);

  return { failureText, networkMayHelp };
}
