// What the window knows about itself: version, settings, the team it is in, and notices.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Boot, Settings, TeamState } from '../../shared/rows.ts';
import type { Failure, Outcome } from '../../shared/errors.ts';
import { call, on } from '../api.ts';
import { formatLocale, wordsLocale } from '../i18n.ts';

export type Notice = Failure & { key: number };
type SettingsChange = Partial<Pick<Settings, 'locale' | 'theme' | 'enterSends'>>;

export const useSession = defineStore('session', () => {
  const version = ref('');
  const platform = ref('');
  const systemLocale = ref(navigator.language || 'en');
  const settings = shallowRef<Settings>({
    locale: 'system',
    theme: 'system',
    enterSends: true,
    name: '',
  });
  const team = shallowRef<TeamState | null>(null);
  const notices = shallowRef<Notice[]>([]);
  let lastNotice = 0;

  const locale = computed(() => wordsLocale(settings.value.locale, systemLocale.value));
  const dateLocale = computed(() => formatLocale(locale.value, systemLocale.value));
  const me = computed(() => team.value?.me ?? '');

  on('settings', (changed) => (settings.value = changed));
  on('team', (changed) => (team.value = changed));
  on('notice', notify);

  function take(boot: Boot): void {
    version.value = boot.version;
    platform.value = boot.platform;
    systemLocale.value = boot.systemLocale || systemLocale.value;
    settings.value = boot.settings;
    team.value = boot.team;
    for (const notice of boot.notices) notify(notice);
  }

  function notify(failure: Failure): void {
    notices.value = [...notices.value, { ...failure, key: ++lastNotice }];
  }

  function dismiss(key: number): void {
    notices.value = notices.value.filter((notice) => notice.key !== key);
  }

  async function change(wanted: SettingsChange): Promise<void> {
    const before = settings.value;
    // At once on the screen; the core's answer is what stays.
    settings.value = { ...before, ...wanted };
    const answer = await call('settings.set', wanted);
    settings.value = answer.ok ? answer.value : before;
    if (!answer.ok) notify(answer.error);
  }

  function enter(answer: Outcome<TeamState>): Failure | null {
    if (!answer.ok) return answer.error;
    team.value = answer.value;
    return null;
  }

  const join = async (address: string, name: string) =>
    enter(await call('team.join', { address, name }));
  const host = async (name: string, person: string) =>
    enter(await call('team.host', { team: name, name: person }));

  async function forget(discard: boolean): Promise<Failure | null> {
    const answer = await call('team.forget', { discard });
    if (!answer.ok) return answer.error;
    team.value = null;
    return null;
  }

  return {
    version,
    platform,
    systemLocale,
    settings,
    team,
    notices,
    locale,
    dateLocale,
    me,
    take,
    notify,
    dismiss,
    change,
    join,
    host,
    forget,
  };
});
