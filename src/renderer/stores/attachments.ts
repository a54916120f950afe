// Files that wait beside what is written in a place: a conversation or a thread of a team. They are
// held by this window alone, as what the system handed to it; nothing of them is read but what is
// shown. Sending them is to take `of(spot)`, and to `remove` what has gone.
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { ConversationLink } from '../../shared/messageLink.ts';
import { shownTeam } from '../api.ts';
import { type Carried, chosenFiles } from '../composer/carried.ts';
import { reducedPicture } from '../pictures/reduced.ts';
import { keyOf, type Place, type Spot } from './writing.ts';

/** Files in one place. */
export const mostFiles = 20;
/** Bytes of each. */
export const mostBytes = 2_000_000_000;
/** Pixels of a small picture, for screens of twice the density too. */
const thumbnailSide = 128;

export type Attachment = {
  /** Of this window. */
  readonly key: string;
  readonly file: File;
  /** The address of a small picture of it; null: there is none, or not yet. */
  readonly thumbnail: string | null;
};

/** What was not taken, each with the files' own names. */
export type Refused = {
  readonly why: 'folder' | 'tooLarge' | 'tooMany' | 'unreadable';
  readonly names: readonly string[];
};

/** As it goes from one window to another. */
export type Handed = { readonly place: string; readonly files: readonly File[] };

export const useAttachments = defineStore('attachments', () => {
  const places = shallowReactive(new Map<string, readonly Attachment[]>());
  const refusals = shallowReactive(new Map<string, readonly Refused[]>());
  let last = 0;

  const here = ({ conversation, thread }: Spot): Place => ({
    team: shownTeam(),
    conversation,
    thread,
  });
  const at = (place: string): readonly Attachment[] => places.get(place) ?? [];

  const of = (spot: Spot): readonly Attachment[] => at(keyOf(here(spot)));
  const refusedOf = (spot: Spot): readonly Refused[] => refusals.get(keyOf(here(spot))) ?? [];
  const dismiss = (spot: Spot): void => void refusals.delete(keyOf(here(spot)));

  /** Answers how many were taken; what was not is in `refusedOf`, until the next time. */
  const add = (spot: Spot, carried: readonly Carried[]): number =>
    addAt(keyOf(here(spot)), carried);

  function addAt(place: string, carried: readonly Carried[]): number {
    refusals.delete(place);
    let room = mostFiles - at(place).length;
    const taken: Attachment[] = [];
    for (const { file, folder } of carried) {
      if (folder) refuse(place, 'folder', file);
      else if (file.size > mostBytes) refuse(place, 'tooLarge', file);
      else if (room === 0) refuse(place, 'tooMany', file);
      else {
        room--;
        taken.push({ key: String(++last), file, thumbnail: null });
      }
    }
    if (taken.length > 0) places.set(place, [...at(place), ...taken]);
    for (const one of taken) void look(place, one);
    return taken.length;
  }

  function refuse(place: string, why: Refused['why'], file: File): void {
    const all = refusals.get(place) ?? [];
    const before = all.find((one) => one.why === why);
    const now = { why, names: [...(before?.names ?? []), file.name] };
    refusals.set(place, [...all.filter((one) => one !== before), now]);
  }

  /** Whether it can be read at all, and what it looks like. */
  async function look(place: string, one: Attachment): Promise<void> {
    const readable = await isReadable(one.file);
    if (!at(place).some(({ key }) => key === one.key)) return;
    if (!readable) {
      take(place, one.key);
      return refuse(place, 'unreadable', one.file);
    }
    const picture = await reducedPicture(one.file, thumbnailSide);
    // It may be gone by now, and whatever were made for it would stay.
    if (typeof picture === 'string' || !at(place).some(({ key }) => key === one.key)) return;
    const thumbnail = URL.createObjectURL(picture);
    places.set(
      place,
      at(place).map((other) => (other.key === one.key ? { ...other, thumbnail } : other)),
    );
  }

  function remove(spot: Spot, key: string): void {
    const place = keyOf(here(spot));
    refusals.delete(place);
    take(place, key);
  }

  function take(place: string, key: string): void {
    const gone = at(place).find((one) => one.key === key);
    if (!gone) return;
    letGo(gone);
    const left = at(place).filter((one) => one !== gone);
    if (left.length > 0) places.set(place, left);
    else places.delete(place);
  }

  const find = (key: string): Attachment | undefined =>
    [...places.values()].flat().find((one) => one.key === key);

  /** In the conversation itself: a draft, as text is. */
  const waitsIn = (conversation: string): boolean => of({ conversation, thread: null }).length > 0;

  /** Another window goes on with what waits in the conversation and its threads. */
  function handOver({ team, conversation }: ConversationLink): Handed[] {
    const start = `${team} ${conversation} `;
    const all = [...places].filter(([place]) => place.startsWith(start));
    for (const [place, files] of all) {
      files.forEach(letGo);
      places.delete(place);
      refusals.delete(place);
    }
    return all.map(([place, files]) => ({ place, files: files.map(({ file }) => file) }));
  }

  function takeOver(handed: readonly Handed[]): void {
    for (const { place, files } of handed) addAt(place, chosenFiles(files));
  }

  /** The team is gone from this computer, and with it what waited there. */
  function forgetTeam(team: string): void {
    for (const [place, all] of places) {
      if (!place.startsWith(`${team} `)) continue;
      for (const one of all) letGo(one);
      places.delete(place);
    }
    for (const place of refusals.keys()) if (place.startsWith(`${team} `)) refusals.delete(place);
  }

  return {
    of,
    refusedOf,
    dismiss,
    add,
    remove,
    find,
    waitsIn,
    handOver,
    takeOver,
    forgetTeam,
  };
});

function letGo({ thumbnail }: Attachment): void {
  if (thumbnail !== null) URL.revokeObjectURL(thumbnail);
}

/** Folders that came as files, and what was moved meanwhile, cannot be. */
const isReadable = (file: File): Promise<boolean> =>
  // What is gone looks empty, and a part of nothing is always there.
  (file.size === 0 ? file : file.slice(0, 1)).arrayBuffer().then(
    () => true,
    () => false,
  );
