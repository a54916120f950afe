// The core without a window: for bots, bridges, load and fault tests.
import type { CallInput, CallName, CallOutput, PushName, Pushes } from '../shared/api.ts';
import { unwrap } from '../shared/errors.ts';
import { type Client, type ClientOptions, createClient } from '../core/client.ts';

export type HeadlessOptions = Pick<ClientOptions, 'folder'> &
  Partial<Pick<ClientOptions, 'log' | 'connect' | 'hosting'>>;

export type Headless = {
  /** Like the window's calls, typed; rejects with a `Refusal`. */
  call<N extends CallName>(
    name: N,
    ...input: undefined extends CallInput<N> ? [] : [CallInput<N>]
  ): Promise<CallOutput<N>>;
  /** Hears one kind of push; answers how to stop. */
  on<P extends PushName>(name: P, receive: (payload: Pushes[P]) => void): () => void;
  wake(): void;
  close(): Promise<void>;
};

/** Opens a folder as the app would, and its team if it has one. */
export async function connect({ folder, ...options }: HeadlessOptions): Promise<Headless> {
  const client: Client = await createClient({
    version: '0.0.0',
    platform: process.platform,
    systemLocale: 'en',
    databaseWorker: new URL('../core/db/worker.ts', import.meta.url),
    log: () => undefined,
    ...options,
    folder,
  });
  return {
    async call(name, ...[input]) {
      return unwrap(await client.call(name, input)) as never;
    },
    on: (name, receive) =>
      client.listen((pushed, payload) => {
        if (pushed === (name as PushName)) receive(payload as never);
      }),
    wake: client.wake,
    close: client.close,
  };
}
