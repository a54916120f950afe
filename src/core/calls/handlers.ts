import type { CallArgs, CallName, CallOutput } from '../../shared/api.ts';

/** Calls by name, each with its one function: a missing one does not compile. */
export type Handlers<N extends CallName> = {
  [K in N]: (args: CallArgs<K>) => Promise<CallOutput<K>>;
};
