// The window's end of the bridge: calls with types, answers as outcomes, pushes by name. One team is
// shown at a time: its calls carry its id, and news of the others stop here.
import type {
  Bridge,
  CallInput,
  CallName,
  CallOutput,
  PushName,
  Pushes,
  TeamCall,
} from '../shared/api.ts';
import type { Failure, Outcome } from '../shared/errors.ts';

type Input<N extends CallName> = undefined extends CallInput<N> ? [] : [input: CallInput<N>];
type Receiver<N extends PushName> = (payload: Pushes[N]) => void;

const receivers = new Map<string, Set<(payload: unknown) => void>>();
let bridge: Bridge | undefined;
let shown: string | null = null;

/** Connects the window to the core. Answers how to let go of it again. */
export function attach(to: Bridge): () => void {
  bridge = to;
  const stop = to.listen((name, payload, team) => {
    if (team !== null && team !== shown) return;
    for (const receive of receivers.get(name) ?? []) receive(payload);
  });
  return () => {
    stop();
    bridge = undefined;
    shown = null;
    receivers.clear();
  };
}

/** From now on calls about a team are about this one. What is under way stays with its own. */
export const showTeam = (team: string | null): void => void (shown = team);
/** To be kept by whoever must know later where something began. */
export const shownTeam = (): string | null => shown;

/** Asks the core, about the team that is shown now where it is about one. Never throws: a bridge that breaks is a failure like any other. */
export const call = <N extends CallName>(
  name: N,
  ...[input]: Input<N>
): Promise<Outcome<CallOutput<N>>> => ask(name, input, shown);

/** Asks about the team in which something began, whichever is shown by now. */
export const callIn = <N extends TeamCall>(
  team: string | null,
  name: N,
  ...[input]: Input<N>
): Promise<Outcome<CallOutput<N>>> => ask(name, input, team);

/** Hears one kind of push until the answered function is called; of teams, only of the one shown. */
export function on<N extends PushName>(name: N, receive: Receiver<N>): () => void {
  const set = receivers.get(name) ?? new Set();
  receivers.set(name, set);
  const receiver = receive as (payload: unknown) => void;
  set.add(receiver);
  return () => set.delete(receiver);
}

async function ask<N extends CallName>(
  name: N,
  input: unknown,
  team: string | null,
): Promise<Outcome<CallOutput<N>>> {
  try {
    if (!bridge) throw new Error('not attached');
    return (await bridge.call(name, input, team)) as Outcome<CallOutput<N>>;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const error: Failure = { code: 'INTERNAL', message };
    return { ok: false, error };
  }
}
