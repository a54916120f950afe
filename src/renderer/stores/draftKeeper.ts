// Has the core keep what is being written, soon after each change. Where that fails for want of room it is
// said, and tried again: until then the draft is kept here.
import { onScopeDispose } from 'vue';
import type { ErrorCode, Failure } from '../../shared/errors.ts';
import type { Draft } from '../../shared/timelineRows.ts';
import { callIn } from '../api.ts';
import { keyOf, type Place, type Trouble } from './writing.ts';

const saveAfterMs = 250;
const saveAgainMs = 5_000;
/** A disk has room again some time. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'STORAGE_FULL',
  'STORAGE_BUSY',
  'DATA_UNWRITABLE',
]);

export type DraftKeeperParts = {
  draftOf(place: Place): Draft;
  /** This goes to disk now. */
  saving(key: string, text: string): void;
  /** What is said beside each composer. */
  troubles: Map<string, Trouble>;
};

export function createDraftKeeper({ draftOf, saving, troubles }: DraftKeeperParts) {
  const unsaved = new Map<string, { place: Place; timer: ReturnType<typeof setTimeout> }>();
  /** What was said of drafts that could not be kept. */
  const unkept = new Map<string, Failure>();
  onScopeDispose(() => unsaved.forEach(({ timer }) => clearTimeout(timer)));

  function later(place: Place, ms = saveAfterMs): void {
    const key = keyOf(place);
    clearTimeout(unsaved.get(key)?.timer);
    unsaved.set(key, { place, timer: setTimeout(() => void save(key), ms) });
  }

  async function save(key: string): Promise<void> {
    const entry = unsaved.get(key);
    if (!entry) return;
    unsaved.delete(key);
    clearTimeout(entry.timer);
    const { team, conversation, thread } = entry.place;
    const { text, reply } = draftOf(entry.place);
    const where = thread === null ? { conversation } : { conversation, thread };
    saving(key, text);
    const saved = await callIn(team, 'draft.set', { ...where, text, reply: reply?.seq ?? null });
    ended(entry.place, saved.ok ? null : saved.error);
  }

  function ended(place: Place, error: Failure | null): void {
    const key = keyOf(place);
    const told = unkept.get(key);
    if (told && troubles.get(key) === told) troubles.delete(key);
    unkept.delete(key);
    if (!error || !passing.has(error.code)) return;
    unkept.set(key, error);
    // What was said of the text itself comes first.
    if (!troubles.has(key)) troubles.set(key, error);
    if (!unsaved.has(key)) later(place, saveAgainMs);
  }

  return {
    /** What is written there has changed. */
    later,
    save,
    /** Everything to disk now: the window goes away, or another conversation or team comes. */
    flush: (which: (key: string) => boolean = () => true): Promise<unknown> =>
      Promise.all([...unsaved.keys()].filter(which).map(save)),
    /** It is not on the disk yet. */
    waits: (key: string): boolean => unsaved.has(key),
    forgetTeam(team: string): void {
      for (const [key, { place, timer }] of unsaved) {
        if (place.team !== team) continue;
        clearTimeout(timer);
        unsaved.delete(key);
        unkept.delete(key);
      }
    },
  };
}
