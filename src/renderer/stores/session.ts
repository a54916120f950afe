// What the window knows about itself: version, settings, the teams of this computer and which of
// them is shown, and notices.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Boot, Keyring, Settings, TeamState } from '../../shared/rows.ts';
import type { Failure, Outcome } from '../../shared/errors.ts';
import { call, callIn, on, showTeam } from '../api.ts';
import { formatLocale, wordsLocale } from '../i18n.ts';
import { called } from '../text/called.ts';
import { useWindows } from './windows.ts';

/** Something that was done, in words of the locale, and the way back while it is shown. */
export type Said = { text: string; count?: number; undo?: () => void };
/** A failure in the core's words, or good news: the team that let this person in, something that is done. */
export type Notice = { key: number } & (
  | { failure: Failure }
  | { letInto: TeamState }
  | { said: Said }
);
type SettingsChange = Omit<Partial<Settings>, 'name'>;

/** With a way back there is something to decide. */
const saidForMs = { plain: 3500, undo: 8000 };

export const useSession = defineStore('session', () => {
  const windows = useWindows();
  const version = ref('');
  const platform = ref('');
  const systemLocale = ref(navigator.language || 'en');
  const settings = shallowRef<Settings>({
    locale: 'system',
    theme: 'system',
    enterSends: true,
    textSize: 100,
    contrast: 'system',
    motion: 'system',
    onClose: 'tray',
    closeNoted: false,
    notify: true,
    notifyShows: 'text',
    notifySound: true,
    keywords: [],
    quietHours: null,
    spelling: true,
    spellingLanguages: null,
    name: '',
    team: null,
  });
  /** On battery. */
  const saving = ref(false);
  const keyring = ref<Keyring>('system');
  const suggestedName = ref('');
  /** In the order of their keys, Ctrl+1 and on. */
  const teams = shallowRef<readonly TeamState[]>([]);
  const shown = ref<string | null>(null);
  /** The welcome view stands before the teams, to add one more. */
  const adding = ref(false);
  const notices = shallowRef<readonly Notice[]>([]);
  let lastNotice = 0;

  const locale = computed(() => wordsLocale(settings.value.locale, systemLocale.value));
  const dateLocale = computed(() => formatLocale(locale.value, systemLocale.value));
  const team = computed(() => teams.value.find(({ id }) => id === shown.value) ?? null);
  const me = computed(() => team.value?.me ?? '');
  /** What to offer where a name is asked for. */
  const name = computed(() => settings.value.name || suggestedName.value);

  on('settings', (changed) => (settings.value = changed));
  on('teams', (list) => takeTeams(list));
  // What concerns no conversation the main window tells.
  on('notice', (failure) => windows.own || notify(failure));
  on('saving', (changed) => (saving.value = changed));

  function take(boot: Boot): void {
    version.value = boot.version;
    platform.value = boot.platform;
    systemLocale.value = boot.systemLocale || systemLocale.value;
    settings.value = boot.settings;
    keyring.value = boot.keyring;
    saving.value = boot.saving;
    suggestedName.value = boot.suggestedName;
    windows.take(boot.windows);
    takeTeams(boot.teams, windows.own?.team ?? boot.settings.team);
    for (const notice of boot.notices) notify(notice);
  }

  /** The wanted team is shown if it is there; else the first. */
  function takeTeams(list: readonly TeamState[], wanted = shown.value): void {
    const next = (list.find(({ id }) => id === wanted) ?? list[0])?.id ?? null;
    // Calls go to the right team before anybody learns that it changed.
    showTeam(next);
    teams.value = list.map((one) => ({ ...one, name: called(one.name) }));
    shown.value = next;
  }

  /** Shows a team, and remembers it for the next start. */
  function show(id: string): void {
    adding.value = false;
    if (!teams.value.some((one) => one.id === id)) return;
    showTeam(id);
    shown.value = id;
    if (settings.value.team !== id) void change({ team: id });
  }

  /** A team that has just come about here: it may be told by its push later than by its answer. */
  function enter(entered: TeamState): void {
    const known = teams.value.some(({ id }) => id === entered.id);
    if (!known) takeTeams([...teams.value, entered]);
    show(entered.id);
  }

  function add(notice: { failure: Failure } | { letInto: TeamState } | { said: Said }): number {
    notices.value = [...notices.value, { ...notice, key: ++lastNotice }];
    return lastNotice;
  }
  function notify(failure: Failure): void {
    add({ failure });
  }
  const letInto = (into: TeamState): void => void (windows.own || add({ letInto: into }));

  /** Says that something is done; it goes by itself. */
  function say(said: Said): void {
    const key = add({ said });
    setTimeout(() => dismiss(key), said.undo ? saidForMs.undo : saidForMs.plain);
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

  async function host(named: string, person: string): Promise<Failure | null> {
    const answer: Outcome<TeamState> = await call('team.host', { team: named, name: person });
    if (!answer.ok) return answer.error;
    enter(answer.value);
    return null;
  }

  /** Forgets the team shown; the next one takes its place. */
  async function forget(discard: boolean): Promise<Failure | null> {
    const leaving = shown.value;
    const answer = await callIn(leaving, 'team.forget', { discard });
    if (!answer.ok) return answer.error;
    takeTeams(teams.value.filter(({ id }) => id !== leaving));
    return null;
  }

  return {
    version,
    platform,
    systemLocale,
    settings,
    saving,
    keyring,
    teams,
    shown,
    adding,
    team,
    notices,
    locale,
    dateLocale,
    me,
    name,
    take,
    show,
    enter,
    letInto,
    notify,
    say,
    dismiss,
    change,
    host,
    forget,
  };
});
