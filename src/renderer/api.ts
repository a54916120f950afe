// The window's end of the bridge: calls with types, answers as outcomes, pushes by name.
import type { Bridge, CallInput, CallName, CallOutput, PushName, Pushes } from '../shared/api.ts';
import type { Failure, Outcome } from '../shared/errors.ts';

type Input<N extends CallName> = undefined extends CallInput<N> ? [] : [input: CallInput<N>];
type Receiver<N extends PushName> = (payload: Pushes[N]) => void;

const receivers = new Map<string, Set<(payload: unknown) => void>>();
let bridge: Bridge | undefined;

/** Connects the window to the core. Answers how to let go of it again. */
export function attach(to: Bridge): () => void {
  bridge = to;
  const stop = to.listen((name, payload) => {
    for (const receive of receivers.get(name) ?? []) receive(payload);
  });
  return () => {
    stop();
    bridge = undefined;
    receivers.clear();
  };
}

/** Asks the core. Never throws: a bridge that breaks is a failure like any other. */
export async function call<N extends CallName>(
  name: N,
  ...[input]: Input<N>
): Promise<Outcome<CallOutput<N>>> {
  try {
    if (!bridge) throw new Error('not attached');
    return (await bridge.call(name, input)) as Outcome<CallOutput<N>>;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const error: Failure = { code: 'INTERNAL', message };
    return { ok: false, error };
  }
}

/** Hears one kind of push until the answered function is called. */
export function on<N extends PushName>(name: N, receive: Receiver<N>): () => void {
  const set = receivers.get(name) ?? new Set();
  receivers.set(name, set);
  const receiver = receive as (payload: unknown) => void;
  set.add(receiver);
  return () => set.delete(receiver);
}
