// Joining, from a place (an address, an invite link, a team in the list) to being in or having asked:
// first a look, which shows what it would do; nothing is joined by itself.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { NearbyTeam, OpenedLink, TeamPreview } from '../../shared/rows.ts';
import type { Failure } from '../../shared/errors.ts';
import { call, on } from '../api.ts';
import { called } from '../text/called.ts';
import { isLanlineLink, parseInviteLink } from '../rules.ts';
import { useAsking } from './asking.ts';
import { useNearby } from './nearby.ts';
import { useSession } from './session.ts';
import { useUi } from './ui.ts';
import { useWindows } from './windows.ts';

/** `opened`: a link that was opened outside; nobody has been asked. */
export type Step = 'opened' | 'looking' | 'failed' | 'found';

export const useJoining = defineStore('joining', () => {
  const session = useSession();
  const asking = useAsking();
  const nearby = useNearby();
  const ui = useUi();
  const windows = useWindows();
  const step = ref<Step>('looking');
  const place = ref('');
  const preview = shallowRef<TeamPreview | null>(null);
  const failure = shallowRef<Failure | null>(null);
  /** The one that was opened last. */
  const link = shallowRef<ReturnType<typeof parseInviteLink> | null>(null);
  /** Counts the looks, so that a late answer of an earlier one changes nothing. */
  const turn = ref(0);
  /** A link was opened outside: the dialog came by itself. */
  const uncalled = ref(false);
  /** What to say of where it is looked; null for links, which are long and say nothing to people. */
  const where = computed(() => (isLanlineLink(place.value) ? null : place.value));
  /** The team of the list that was chosen, if it has a key: nobody but the holder of that key will do. */
  let expected: NearbyTeam | null = null;

  /** Looks with the dialog open from the beginning: the person has pressed something that says where. */
  async function begin(at: string, row: NearbyTeam | null = null): Promise<void> {
    expected = row;
    uncalled.value = false;
    step.value = 'looking';
    failure.value = null;
    ui.show('join');
    const refused = await look(at);
    if (!refused) return;
    failure.value = refused;
    step.value = 'failed';
  }

  /** A team of the list: its key counts, whether or not its words are known yet. */
  const choose = (row: NearbyTeam): Promise<void> => begin(row.address, row.secure ? row : null);

  /** Looks first, for what was typed: what is wrong with it is said where it stands. */
  async function tryPlace(at: string): Promise<Failure | null> {
    expected = null;
    uncalled.value = false;
    const mine = turn.value + 1;
    const refused = await look(at);
    if (!refused && mine === turn.value) ui.show('join');
    return refused;
  }

  async function look(at: string): Promise<Failure | null> {
    const mine = ++turn.value;
    place.value = at;
    preview.value = null;
    const row = expected;
    const answer = await call('team.look', {
      place: at,
      ...(row && { pin: row.key, hosts: [...row.hosts] }),
    });
    if (mine !== turn.value) return null;
    if (!answer.ok) return answer.error;
    if (row && !isSame(row, answer.value))
      return { code: 'KEY_CHANGED', message: 'not the key that was announced' };
    preview.value = { ...answer.value, name: called(answer.value.name) };
    step.value = 'found';
    return null;
  }

  /** The team of the list may be somewhere else by now, and what answered there somebody else. */
  function again(): Promise<void> {
    const before = expected;
    const seen = before && (nearby.rows.find(({ key }) => key === before.key) ?? before);
    return begin(seen?.address ?? place.value, seen);
  }

  /**
   * Somebody opened a link outside: it is shown, whatever else is shown. A web page can do that, too, so nobody whom it
   * names is asked before the person says so.
   */
  function opened(what: OpenedLink): void {
    if (what.kind !== 'invite') return;
    const { text } = what;
    try {
      link.value = parseInviteLink(text);
    } catch {
      session.notify({ code: 'LINK_INVALID', message: 'opened' });
      return;
    }
    turn.value += 1;
    expected = null;
    preview.value = null;
    failure.value = null;
    place.value = text.trim();
    uncalled.value = true;
    step.value = 'opened';
    ui.show('join');
  }

  const lookOpened = (): Promise<void> => begin(place.value);

  // In a conversation's own window nobody joins.
  on('opened', (link) => windows.own || opened(link));

  /** `name` and `code` as typed; both are left out where they are empty. */
  async function submit(name: string, code: string): Promise<Failure | null> {
    const found = preview.value;
    if (!found) return null;
    const answer = await call('team.join', {
      place: found.place,
      pin: found.pin,
      ...(name === '' ? {} : { name }),
      ...(code === '' ? {} : { code }),
    });
    if (!answer.ok) return answer.error;
    ui.close();
    if (answer.value.state === 'joined') {
      session.enter(answer.value.team);
    } else {
      asking.add(answer.value.asking);
      session.adding = session.teams.length > 0;
    }
    return null;
  }

  return {
    step,
    place,
    where,
    uncalled,
    preview,
    failure,
    turn,
    choose,
    tryPlace,
    again,
    opened,
    lookOpened,
    link,
    submit,
  };
});

/** The key by which the list knows the team, and the words that somebody may have compared there. */
const isSame = ({ key, words }: NearbyTeam, { pin, security }: TeamPreview): boolean =>
  pin === key && (words === null || security.words === words);
