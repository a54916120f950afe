// Conversations that have a window of their own. Each conversation is shown in one window only, so that
// what is being written there is written once; who asks the core says from which window.
import type { ConversationLink } from '../shared/messageLink.ts';
import type { DeskPort } from './desk.ts';
import { Refusal } from '../shared/errors.ts';

/** The conversation whose own window it is; null: the main window. */
export type Asker = ConversationLink | null;

/** The same for the same window; '' is the main one. */
export const keyOf = (asker: Asker): string =>
  asker === null ? '' : `${asker.team} ${asker.conversation}`;

export type Windows = ReturnType<typeof createWindows>;

export type WindowsParts = {
  desk: DeskPort | undefined;
  /** Whether the team is on this computer. */
  has(team: string): boolean;
  changed(open: ConversationLink[]): void;
  /** What the core remembered of a window goes with it. */
  gone(asker: ConversationLink): void;
};

export function createWindows({ desk, has, changed, gone }: WindowsParts) {
  const open = new Map<string, ConversationLink>();
  const list = (): ConversationLink[] => [...open.values()];

  return {
    list,
    /** Opens it, or brings it to the front. Throws NOT_FOUND (field `team`) and FORBIDDEN. */
    open({ team, conversation }: ConversationLink): void {
      if (!desk) throw new Refusal('FORBIDDEN', 'this program has no windows');
      if (!has(team)) throw new Refusal('NOT_FOUND', team, { field: 'team' });
      const place = { team, conversation };
      const known = open.has(keyOf(place));
      open.set(keyOf(place), place);
      if (!known) changed(list());
      desk.openWindow(place);
    },
    /** Brings the window to the front in which this is shown; null: what concerns no conversation. */
    raise(place: Asker): void {
      desk?.raise(place && (open.get(keyOf(place)) ?? null));
    },
    closed(place: ConversationLink): void {
      if (!open.delete(keyOf(place))) return;
      gone(place);
      changed(list());
    },
  };
}
