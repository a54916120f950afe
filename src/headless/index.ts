// The core without a window: for bots, bridges, load and fault tests.
import type { CallInput, CallName, CallOutput, PushName, Pushes } from '../shared/api.ts';
import { unwrap } from '../shared/errors.ts';
import { type Client, type ClientOptions, createClient } from '../core/client.ts';

export type HeadlessOptions = Pick<ClientOptions, 'folder'> &
  Partial<
    Pick<
      ClientOptions,
      | 'log'
      | 'connect'
      | 'walking'
      | 'hosting'
      | 'secrets'
      | 'discovery'
      | 'alerts'
      | 'lockCost'
      | 'updates'
      | 'version'
    >
  > & {
    /** The id of the team that calls and news are about; may be left out while there is only one. */
    team?: string;
  };

export type Headless = {
  /** Like the window's calls, typed; rejects with a `Refusal`. */
  call<N extends CallName>(
    name: N,
    ...input: undefined extends CallInput<N> ? [] : [CallInput<N>]
  ): Promise<CallOutput<N>>;
  /** The same core, for another of its teams. */
  in(team: string): Headless;
  /** Hears one kind of push, of this team or of the app; answers how to stop. */
  on<P extends PushName>(name: P, receive: (payload: Pushes[P]) => void): () => void;
  openLink(text: string): void;
  wake(anew?: boolean): void;
  /** Whether nobody sits at this computer. */
  idle(away: boolean): void;
  answerAlert: Client['answerAlert'];
  /** What a page would get, behind the app lock. */
  door: Client['door'];
  lock(): void;
  close(): Promise<void>;
};

/** Opens a folder as the app would, with every team in it. Does not look for teams on the network unless told how. */
export async function connect({ folder, team, ...options }: HeadlessOptions): Promise<Headless> {
  const client = await createClient({
    version: '0.0.0',
    platform: process.platform,
    systemLocale: 'en',
    databaseWorker: new URL('../core/db/worker.ts', import.meta.url),
    searchWorker: new URL('../core/search/worker.ts', import.meta.url),
    discovery: false,
    log: () => undefined,
    ...options,
    folder,
  });
  return speakFor(client, team);
}

const speakFor = (client: Client, team: string | undefined): Headless => ({
  async call(name, ...[input]) {
    return unwrap(await client.call(name, input, team)) as never;
  },
  in: (other) => speakFor(client, other),
  on: (name, receive) =>
    client.listen((pushed, payload, from) => {
      const ours = team === undefined || from === null || from === team;
      if (ours && pushed === (name as PushName)) receive(payload as never);
    }),
  openLink: client.openLink,
  wake: client.wake,
  idle: client.idle,
  answerAlert: client.answerAlert,
  door: client.door,
  lock: client.lock,
  close: client.close,
});
