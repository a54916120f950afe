// The core: everything Lanline does on this computer, without a window and without Electron.
// Hosted by the desktop app's main process, or by `headless`.
import { join } from 'node:path';
import { type CallName, calls, isCallName, type Pushes, type PushName } from '../shared/api.ts';
import { Settings, type TeamState } from '../shared/rows.ts';
import { fail, type Failure, type Outcome, Refusal, succeed } from '../shared/errors.ts';
import { parse } from '../shared/parse.ts';
import { Account } from './account.ts';
import { createAppCalls } from './calls/app.ts';
import type { Handlers } from './calls/handlers.ts';
import { createTalkCalls } from './calls/talk.ts';
import { Ticket } from './door.ts';
import { createHosting, type HostPort } from './hosting.ts';
import { jsonFile } from './jsonFile.ts';
import type { Log } from './log.ts';
import type { Secrets } from './secrets.ts';
import { openMembership } from './membership.ts';
import { connectSocketIo } from './transport/socketIo.ts';
import type { Connect } from './transport/transport.ts';

export type { HostedServer, HostOrder, HostPort } from './hosting.ts';
export type { Secrets } from './secrets.ts';

export type ClientOptions = {
  /** Where everything of this app lives: settings, and the team's history, outbox and account. */
  folder: string;
  version: string;
  platform: string;
  /** The system's language, BCP 47. */
  systemLocale: string;
  /** Entry of the database thread: `db/worker.ts`, or what it was built to. */
  databaseWorker: URL;
  /** Without it, this program cannot host. */
  hosting?: HostPort;
  /** The system's keyring; without it, secrets lie in files that only this user may read. */
  secrets?: Secrets;
  /** How to look for teams on this network; `false`: not at all. */
  discovery?: DiscoveryChoice | false;
  /** Asks where to save a text and saves it; answers the path, or null when the person changed their mind. */
  saveReport?(text: string): Promise<string | null>;
  /** Another way to connect: tests put a faulty one here. */
  connect?: Connect;
  log: Log;
};

export type Client = {
  /** A call as it came from the window: checks it, never throws. `team`: whose, for calls about a team. */
  call(name: string, input: unknown, team?: string | null): Promise<Outcome<unknown>>;
  /** Everything the window must hear. Answers how to stop listening. */
  listen(receive: Receive): () => void;
  /** Somebody opened a lanline:// link: the window is shown it, nothing is done. */
  openLink(text: string): void;
  /** Wake, focus, network change: look after the connection now (delivery.md rule 9). */
  wake(): void;
  close(): Promise<void>;
};
/** `team`: whose news it is; null for the app's own. */
export type Receive = <P extends PushName>(
  name: P,
  payload: Pushes[P],
  team: string | null,
) => void;
export type DiscoveryChoice = {
  /** IPv4 addresses of this computer to use; all but loopback unless told. */
  interfaces?: string[];
  /** Other ports than the usual ones, for tests. */
  beaconPort?: number;
  mdnsPort?: number;
};

/** Opens the app's folder, and the team in it if there is one. Throws DATA_UNWRITABLE, DATA_FROM_FUTURE, STORAGE_… */
export async function createClient(options: ClientOptions): Promise<Client> {
  const { folder, log } = options;
  const listeners = new Set<Receive>();
  const push: Receive = (name, payload) => {
    for (const receive of listeners) receive(name, payload);
  };
  const notices: Failure[] = [];
  const notice = (failure: Failure): void => {
    log('warn', 'mended', failure);
    notices.push(failure);
    push('notice', failure);
  };

  const settingsFile = jsonFile(join(folder, 'settings.json'), Settings, notice);
  const accountFile = jsonFile(join(folder, 'team', 'account.json'), Account, notice);
  const ticketFile = jsonFile(join(folder, 'team', 'joining.json'), Ticket, notice);
  const teamChanged = (state: TeamState | null): void => push('team', state);
  const membership = openMembership({
    folder,
    accountFile,
    ticketFile,
    hosting:
      options.hosting &&
      ((changed) => createHosting(options.hosting as HostPort, join(folder, 'team'), changed)),
    team: {
      databaseWorker: options.databaseWorker,
      connect: options.connect ?? connectSocketIo,
      log,
    },
    push,
    changed: teamChanged,
    notice,
  });
  await membership.resume();

  const handlers: Handlers<CallName> = {
    ...createAppCalls({ ...options, settingsFile, membership, notices, push }),
    ...createTalkCalls(membership.current),
  };
  return {
    async call(name, input) {
      try {
        if (!isCallName(name)) throw new Refusal('UNKNOWN_COMMAND', `unknown call ${name}`);
        const args = parse(calls[name].input, input);
        const handler = handlers[name] as (args: unknown) => Promise<unknown>;
        return succeed(await handler(args));
      } catch (error) {
        const failure = fail(error);
        if (failure.error.code === 'INTERNAL')
          log('error', `call ${name} failed`, { error: String(error) });
        return failure;
      }
    },
    listen(receive) {
      listeners.add(receive);
      return () => listeners.delete(receive);
    },
    wake: () => membership.wake(),
    close: () => membership.close(),
  };
}
