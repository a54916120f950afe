// The state of the line in a few words, for its foot of the sidebar and for its details.
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ErrorCode } from '../../shared/errors.ts';
import { useLink } from '../stores/link.ts';
import { useFigureTexts } from './useFigureTexts.ts';

/** Refused, but not by the server: why the line is broken in two words. */
const shut: Partial<Record<ErrorCode, string>> = {
  KEY_CHANGED: 'line.stopped',
  KEYRING_LOCKED: 'line.locked',
};

export function useLineText() {
  const { t } = useI18n();
  const store = useLink();
  const figures = useFigureTexts();

  const roundTrip = computed(() => {
    const { link } = store;
    return link.state === 'live' && link.rttMs !== null ? figures.time(link.rttMs) : null;
  });

  const way = computed(() => ('way' in store.link ? t(`line.${store.link.way}`) : null));

  const waiting = computed(() =>
    store.link.waiting > 0 ? t('line.waiting', { n: store.link.waiting }) : null,
  );

  /** The server itself says no. */
  const byServer = computed(() => !store.refused || !(store.refused.code in shut));

  /** "WebSocket · 1.2 ms", or what is the matter. */
  const short = computed(() => {
    const special = store.refused && shut[store.refused.code];
    if (special) return t(special);
    if (store.connected) return [way.value, roundTrip.value].filter(Boolean).join(' · ');
    const state = t(`line.${store.link.state === 'live' ? 'syncing' : store.link.state}`);
    // What waits says more than that there is no connection, which the broken wire shows.
    return store.link.state === 'offline' ? (waiting.value ?? state) : state;
  });

  return { waiting, short, byServer };
}
