// Words for a failure: what happened and the next step, chosen by its code.
import { useI18n } from 'vue-i18n';
import type { ErrorCode, Failure } from '../../shared/errors.ts';

/**
 * `instead`: texts that say more here than the general ones: keys by code, or the place in the locale where they stand
 * by code.
 */
export function useFailureText(instead: string | Partial<Record<ErrorCode, string>> = {}) {
  const { t, te } = useI18n();

  function keyOf({ code, field }: Failure): string {
    const own = typeof instead === 'string' ? `${instead}.${code}` : instead[code];
    if (own !== undefined && te(own, 'en')) return own;
    const finer = `refusal.${code}.${field ?? ''}`;
    if (field !== undefined && te(finer, 'en')) return finer;
    // A server may have spoken codes turned off, for everybody.
    return code === 'FORBIDDEN' && field === 'code' ? 'invite.notSpoken' : `errors.${code}`;
  }

  return (failure: Failure): string =>
    t(keyOf(failure), { seconds: Math.ceil((failure.retryAfterMs ?? 1000) / 1000) });
}
