// What a change means for whoever looks on: which rows are new or different, which are gone.
import type { ListName } from '../../shared/api.ts';
import type { EventBody, WireEvent } from '../../shared/events.ts';
import type { TimelineRow } from '../../shared/timelineRows.ts';

export type Effect = {
  /** New and changed rows by conversation, in order; those of threads among them. */
  rows: Record<string, TimelineRow[]>;
  /** Keys of rows that are gone, by conversation. */
  removed: Record<string, string[]>;
  /** Conversations whose row in the sidebar may have changed. */
  changed: string[];
  /** People or the members of conversations changed. */
  people: boolean;
  /** Lists that may have changed. */
  lists: ListName[];
};

export type ApplyResult = Effect & {
  /** Events beyond a hole. */
  ahead: WireEvent[];
  /** This person has become a member somewhere; `opening` names where. */
  joined: boolean;
  /** The team as it was changed to last. */
  team?: EventBody<'team.changed'>;
};

export const noEffect = (): Effect => ({
  rows: {},
  removed: {},
  changed: [],
  people: false,
  lists: [],
});
