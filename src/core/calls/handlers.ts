// Calls by name, each with its one function: a missing one does not compile.
import type { AppCall, CallArgs, CallOutput, TeamCall } from '../../shared/api.ts';
import type { Membership } from '../membership.ts';
import type { Asker } from '../windows.ts';

/** `asker`: the window that asks. */
export type AppHandlers<N extends AppCall = AppCall> = {
  [K in N]: (args: CallArgs<K>, asker: Asker) => Promise<CallOutput<K>>;
};

/** `membership.team` throws why the team is not open. */
export type TeamHandlers<N extends TeamCall> = {
  [K in N]: (membership: Membership, args: CallArgs<K>) => Promise<CallOutput<K>>;
};
