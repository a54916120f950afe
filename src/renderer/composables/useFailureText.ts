// Words for a failure: what happened and the next step, chosen by its code.
import { useI18n } from 'vue-i18n';
import type { Failure } from '../../shared/errors.ts';

export function useFailureText() {
  const { t } = useI18n();
  return (failure: Failure): string => {
    // A server may have spoken codes turned off, for everybody.
    if (failure.code === 'FORBIDDEN' && failure.field === 'code') return t('invite.notSpoken');
    return t(`errors.${failure.code}`, {
      seconds: Math.ceil((failure.retryAfterMs ?? 1000) / 1000),
    });
  };
}
