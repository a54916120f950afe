// What the composer says: where one writes, what is wrong with the text, how much of it is left.
import { computed, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ConversationRow } from '../../shared/rows.ts';
import { byteLength, limits } from '../rules.ts';
import { check, tidy, useComposer } from '../stores/composer.ts';
import { useLink } from '../stores/link.ts';
import type { Spot } from '../stores/writing.ts';
import { useFailureText } from './useFailureText.ts';

/** Above this many bytes the rest is counted aloud. */
const nearLimit = limits.textBytes - 1024;

export function useComposerTexts(conversation: () => ConversationRow, spot: Ref<Spot>) {
  const { t } = useI18n();
  const composer = useComposer();
  const link = useLink();
  const failureText = useFailureText('composer.failures');

  const tidied = computed(() => tidy(composer.textOf(spot.value)));
  const problem = computed(() => check(tidied.value));
  const bytes = computed(() => byteLength(tidied.value));

  const error = computed(() => {
    const trouble = composer.troubleOf(spot.value);
    if (trouble && 'say' in trouble) return t(trouble.say, trouble.with ?? {});
    if (trouble) return failureText(trouble);
    if (problem.value === 'tooLong')
      return t('composer.tooLong', { n: bytes.value - limits.textBytes });
    return problem.value === 'unsendable' ? t('composer.unsendable') : null;
  });

  const note = computed(() => {
    if (bytes.value > nearLimit && bytes.value <= limits.textBytes)
      return t('composer.bytesLeft', { n: limits.textBytes - bytes.value });
    const { state } = link.link;
    return state === 'offline' || state === 'refused' ? t(`composer.${state}`) : '';
  });

  const placeholder = computed(() => {
    const { kind, name } = conversation();
    if (spot.value.thread !== null) return t('composer.placeholderThread');
    const key = kind === 'channel' ? 'composer.placeholderChannel' : 'composer.placeholderDirect';
    return t(key, { name });
  });

  return { problem, error, note, placeholder };
}
