// Whether somebody is here, in words: for those who do not see the dot, and where there is room to say it.
import { useI18n } from 'vue-i18n';
import type { PersonRow } from '../../shared/rows.ts';

export function usePresence() {
  const { t } = useI18n();

  /** "Away, do not disturb"; '' where nothing is known. */
  function inWords(person: PersonRow | undefined): string {
    if (!person?.active) return '';
    const { presence, dndUntil } = person;
    return [presence && t(`presence.${presence}`), dndUntil !== null && t('presence.dnd')]
      .filter(Boolean)
      .join(', ');
  }

  return { inWords };
}
