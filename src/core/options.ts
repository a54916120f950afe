// What the core is given by whoever hosts it: the desktop app's main process, or `headless`.
import type { DeskPort } from './desk.ts';
import type { HostPort } from './hosting.ts';
import type { Log } from './log.ts';
import type { DiscoveryChoice } from './lookout.ts';
import type { AlertPort } from './notify/alert.ts';
import type { Secrets } from './secrets.ts';
import type { SpellingChoice } from './spelling/spelling.ts';
import type { Connect } from './transport/transport.ts';
import type { WalkTiming } from './transport/walk.ts';
import type { UpdatePort } from './updates/port.ts';

export type ClientOptions = {
  /** Where everything of this app lives: settings, and each team's history, outbox and account. */
  folder: string;
  version: string;
  platform: string;
  /** The system's language, BCP 47. */
  systemLocale: string;
  /** Entry of the database thread: `db/worker.ts`, or what it was built to. */
  databaseWorker: URL;
  /** Entry of the search thread: `search/worker.ts`, or what it was built to. */
  searchWorker: URL;
  /** Without it, this program cannot host. */
  hosting?: HostPort;
  /** The system's keyring; without it, secrets lie in files that only this user may read. */
  secrets?: Secrets;
  /** How to look for teams on this network; `false`: not at all. */
  discovery?: DiscoveryChoice | false | undefined;
  /** Asks where to save a text and saves it; answers the path, or null when the person changed their mind. */
  saveReport?(text: string): Promise<string | null>;
  /** Shows notifications; without it, there are none. */
  alerts?: AlertPort;
  /** How spelling is checked; without it, nothing is ever wrong. */
  spelling?: SpellingChoice;
  /** What the desktop does for the app; without it, there is none around it. */
  desk?: DeskPort;
  /** How this program is renewed; without it, it is not. */
  updates?: UpdatePort;
  /** Another way to connect: tests put a faulty one here. */
  connect?: Connect;
  /** How patiently the best way to a server is looked for, where that is not as usual. */
  walking?: Partial<WalkTiming>;
  /** What one try at the app lock costs (scrypt's N), where that is not as usual. */
  lockCost?: number | undefined;
  log: Log;
};
