// The core: everything Lanline does on this computer, without a window and without Electron.
// Hosted by the desktop app's main process, or by `headless`.
import { join } from 'node:path';
import {
  type AppPushes,
  calls,
  isCallName,
  isTeamCall,
  type PushName,
  type Pushes,
} from '../shared/api.ts';
import { fail, type Failure, type Outcome, Refusal, succeed } from '../shared/errors.ts';
import { parse } from '../shared/parse.ts';
import type { LockState } from '../shared/lock.ts';
import type { ConversationLink } from '../shared/messageLink.ts';
import { type Boot, Settings } from '../shared/rows.ts';
import { createBulletin } from './bulletin.ts';
import { createAppCalls } from './calls/app.ts';
import { callsByTeam } from './calls/byTeam.ts';
import { createChecking } from './checking.ts';
import { createContacts } from './contacts.ts';
import { createFounding } from './founding.ts';
import { createJoining } from './joining.ts';
import { jsonFile } from './jsonFile.ts';
import { createDoor, type Door, littleBoot } from './lock/door.ts';
import { createLock, LockFile } from './lock/lock.ts';
import { understandLink } from './links.ts';
import { createLookout } from './lookout.ts';
import { createNearbyRows } from './nearbyRows.ts';
import type { ClientOptions } from './options.ts';
import { noKeyring } from './secrets.ts';
import type { AlertDeed } from './notify/alert.ts';
import { createAlerts } from './notify/alerts.ts';
import { createSettings } from './settings.ts';
import { openSpelling } from './spelling/open.ts';
import { suggestedName } from './suggestedName.ts';
import { openTeams } from './teams.ts';
import { createTickets } from './tickets.ts';
import { createUpdates } from './updates/updates.ts';
import { type Asker, createWindows, keyOf } from './windows.ts';

export type { ClientOptions } from './options.ts';
export type { Alert, AlertDeed, AlertPort } from './notify/alert.ts';
export type { HostedServer, HostOrder, HostPort } from './hosting.ts';
export type { Secrets } from './secrets.ts';

export type Client = {
  /** A call as it came from a window: checks it, never throws. `team`: whose, for calls about a team. */
  call(
    name: string,
    input: unknown,
    team?: string | null,
    asker?: Asker,
  ): Promise<Outcome<unknown>>;
  /** Everything the window must hear. Answers how to stop listening. */
  listen(receive: Receive): () => void;
  /** Somebody opened a lanline:// link: the window is told of it, nothing is done. */
  openLink(text: string): void;
  /** A person did something with the notification under this key. */
  answerAlert(key: string, deed: AlertDeed): Promise<void>;
  /** Something that was mended at start, or went wrong beside the window: it is told there. */
  notice(failure: Failure): void;
  /** Focus, or, `anew`, sleep and a change of network: look after the connections now (delivery.md rule 9). */
  wake(anew?: boolean): void;
  /** Nobody has touched this computer for a while, or somebody does again. */
  idle(away: boolean): void;
  /** What a page may ask and hear: nothing of the teams while the app is locked. */
  door: Door;
  /** Locks the app, if it has a lock; `lock` pushes tell of it. */
  lock(): void;
  lockState(): LockState;
  /** Whether this computer runs on battery, so that less is done without being asked. */
  save(on: boolean): void;
  /** A conversation's own window is closed. */
  windowClosed(place: ConversationLink): void;
  close(): Promise<void>;
};
/** `team`: whose news it is; null for the app's own. */
export type Receive = <P extends PushName>(
  name: P,
  payload: Pushes[P],
  team: string | null,
) => void;

/** Opens the app's folder and every team in it; what is wrong with one of them is its own state. */
export async function createClient(options: ClientOptions): Promise<Client> {
  const { folder, log, secrets = noKeyring } = options;
  const listeners = new Set<Receive>();
  const tell: Receive = (name, payload, team) => {
    for (const receive of listeners) receive(name, payload, team);
  };
  const push = <P extends keyof AppPushes>(name: P, payload: AppPushes[P]): void =>
    tell(name, payload as Pushes[P], null);
  const bulletin = createBulletin(
    push,
    (link) => windows.raise('conversation' in link ? link : null),
    log,
  );
  const { notice, open } = bulletin;
  let saving = false;
  const windows = createWindows({
    desk: options.desk,
    has: (team) => teams.get(team) !== undefined,
    changed: (list) => push('windows', list),
    gone(place) {
      alerts?.unsee(keyOf(place));
      lock.takePlace(keyOf(place));
    },
  });
  const openLink = (text: string): void =>
    open(understandLink(text, (team) => teams.get(team) !== undefined));

  const contacts = createContacts();
  const lookout = createLookout(options.discovery ?? {}, contacts.note, log);
  const settings = createSettings(
    jsonFile(join(folder, 'settings.json'), Settings, notice),
    (changed) => push('settings', changed),
  );
  const lock = createLock({
    file: jsonFile(join(folder, 'lock.json'), LockFile, notice),
    changed(state) {
      if (state.locked) bulletin.close();
      push('lock', state);
    },
    cost: options.lockCost,
    log,
  });
  const alerts =
    options.alerts &&
    createAlerts({
      port: options.alerts,
      // Behind the lock they say that there is something, and nothing of it.
      settings: () => (lock.locked ? { ...settings.now, notifyShows: 'nothing' } : settings.now),
      teams: () => teams.list(),
      call: (name, input, team) => client.call(name, input, team),
      open,
      log,
    });
  if (alerts) listeners.add(alerts.receive);
  const updates = createUpdates({
    root: folder,
    version: options.version,
    port: options.updates,
    places: () => new Map(teams.all().map(({ id, account }) => [id, account])),
    contacted: (host, port) => contacts.note(host, port, 'team'),
    changed: (state) => push('update', state),
    log,
  });
  const teams = await openTeams({
    root: folder,
    databaseWorker: options.databaseWorker,
    searchWorker: options.searchWorker,
    connect: options.connect,
    walking: options.walking,
    secrets,
    hosting: options.hosting,
    lookout,
    contacted: (host, port) => contacts.note(host, port, 'team'),
    alerts,
    saving: () => saving,
    push: tell,
    offering: (team) => updates.heard(team),
    changed(list) {
      push('teams', list);
      updates.follow(list.map(({ id }) => id));
    },
    notice,
    log,
  });
  updates.begin();
  const lookAround = (host: string, port: number): void => contacts.note(host, port, 'look');
  const joining = createJoining({
    teams,
    tickets: createTickets(join(folder, 'joining'), secrets, notice),
    secrets,
    contacted: lookAround,
    lookout,
    asking: (list) => push('asking', list),
    notice,
    log,
  });
  const founding = createFounding({
    root: folder,
    host: options.hosting,
    teams,
    secrets,
    contacted: lookAround,
    notice,
    log,
  });
  const nearby = createNearbyRows({
    accounts: () => teams.all().map(({ account }) => account),
    push: (rows) => push('nearby', rows),
  });
  const checking = createChecking({
    teams: teams.all,
    looked: joining.looked,
    discovery: options.discovery ?? {},
    contacts,
  });
  const spelling = openSpelling({ options, settings, teams, listeners, push, notice });
  let stopWatching: (() => void) | undefined;

  const appHandlers = createAppCalls({
    version: options.version,
    platform: options.platform,
    systemLocale: options.systemLocale,
    suggestedName: suggestedName(),
    settings,
    teams,
    joining,
    founding,
    contacts,
    keyring: () => secrets.kind,
    takeNotices: bulletin.takeNotices,
    takeOpened: bulletin.takeOpened,
    lock,
    updates,
    saving: () => saving,
    windows,
    openLink,
    watchNearby(on) {
      stopWatching?.();
      stopWatching = on ? lookout.watch(nearby.show) : undefined;
      nearby.show(on ? lookout.list() : []);
    },
    checkNetwork: () => checking.run((row) => push('check', row)),
    saveReport: options.saveReport,
    desk: options.desk,
    alerts,
    spelling,
  });
  const teamHandlers = callsByTeam(teams, settings);

  void founding
    .resume()
    .then(() => joining.resume())
    .catch((error: unknown) => log('error', 'not resumed', fail(error).error));

  const client: Omit<Client, 'door'> = {
    async call(name, input, team, asker = null) {
      try {
        if (!isCallName(name)) throw new Refusal('UNKNOWN_COMMAND', `unknown call ${name}`);
        const args: unknown = parse(calls[name].input, input);
        if (!isTeamCall(name)) return succeed(await appHandlers[name](args as never, asker));
        return succeed(await teamHandlers[name](teams.find(team), args as never));
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
    openLink(text) {
      try {
        openLink(text);
      } catch (error) {
        notice(fail(error).error);
      }
    },
    notice,
    wake: teams.wake,
    idle(away) {
      alerts?.idle(away);
      teams.idle(away);
    },
    async answerAlert(key, deed) {
      const shut = lock.locked && deed.do !== 'dismiss';
      const opened = await alerts?.did(key, shut ? { do: 'open' } : deed);
      if (!opened && (shut || deed.do === 'open')) windows.raise(null);
    },
    lock: lock.lock,
    lockState: lock.state,
    save(on) {
      if (saving === on) return;
      saving = on;
      push('saving', on);
    },
    windowClosed: windows.closed,
    async close() {
      joining.close();
      updates.close();
      stopWatching?.();
      await spelling?.close();
      await teams.close();
      await lookout.close();
      await settings.settled();
    },
  };
  const little = (): Boot => littleBoot(options, settings.now, lock.state(), saving);
  return { ...client, door: createDoor({ ...client, lock, little }) };
}
