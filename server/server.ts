// The composition root: puts the parts together, starts them, and gives back how to stop them.
import { join } from 'node:path';
import type { DoorPolicy, Team } from '../src/shared/entities.ts';
import { HEAD_INTERVAL_MS } from '../src/shared/protocol.ts';
import { announceTeam, type AnnounceOptions, announceWhere } from './announce.ts';
import { openBackup } from './backup.ts';
import { type CertificateFiles, readCertificate } from './certificate.ts';
import { createDispatch } from './dispatch.ts';
import { lockFolder } from './folderLock.ts';
import { createHookRunner, type HookOptions } from './hooks/runner.ts';
import { createHooksUsed } from './hooks/used.ts';
import { openKey } from './identity.ts';
import { createLastSeen } from './lastSeen.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import { createMembership } from './membership.ts';
import { createPeopleCount } from './peopleCount.ts';
import { createPresence } from './presence.ts';
import { type Reach, reachOf } from './reach.ts';
import { createScheduler } from './scheduler.ts';
import { createSeen } from './seen.ts';
import { withoutSpoken } from './spokenCodes.ts';
import type { Status } from './status.ts';
import { createCommitQueue } from './store/commitQueue.ts';
import { openSqliteStore } from './store/sqlite/store.ts';
import { createStream } from './stream.ts';
import { createControl } from './transports/control.ts';
import { openUpdates } from './updates/folder.ts';
import { withUpdates } from './updates/withUpdates.ts';
import { version } from './version.ts';
import { openWaysIn } from './waysIn.ts';

export type ServerOptions = {
  /** Where the team's database lives; made if missing. */
  folder: string;
  /** 0 takes a free one. */
  port: number;
  /** The one address to listen on; all of this computer's, IPv4 and IPv6, unless told. */
  host?: string | undefined;
  /** Name of a team founded now; a team that exists keeps its own. */
  team: string;
  /** Likewise how people get in: 'ask' unless told. */
  door?: DoorPolicy | undefined;
  /** Makes whoever comes with it the owner, as long as there is none. */
  ownerCode?: string | undefined;
  /** Serve the network without encryption too; otherwise only this computer itself may come without. */
  insecure: boolean;
  /** Make the team seen on the network: true unless told, which means nothing where nobody else can connect. */
  announce?: boolean | AnnounceOptions | undefined;
  /** What else this computer is called by: known Hosts, and shown before its addresses. */
  hostNames?: string[] | undefined;
  /** By an authority, for `hostNames`. */
  certificate?: CertificateFiles | undefined;
  /** A folder of own web pages: `pages` in the team's folder unless told. */
  pages?: string | undefined;
  /** Spoken codes work for those nearby: true unless told. Behind a proxy everybody seems near. */
  spokenCodes?: boolean | undefined;
  /** How often strangers may try and people may do what, where it is not as usual. */
  limits?: Partial<Limits> | undefined;
  /** How what goes out by hooks is sent, where it is not as usual. */
  hooks?: HookOptions | undefined;
  /** Entry of the store's threads: `store/worker.ts`, or what it was built to. */
  storeWorker: URL;
  log: Log;
  /** The server cannot go on (its database thread died); it has already closed. */
  onFatal?: (error: Error) => void;
};

/** Where it is and how it is known, as it started. */
export type RunningServer = Reach & {
  team: Team;
  announcing: boolean;
  /** The team has an owner. */
  owned: boolean;
  close(): Promise<void>;
};

/**
 * Starts a server. Throws a `Refusal`: DATA_IN_USE, DATA_UNWRITABLE, DATA_FROM_FUTURE, STORAGE_…, PORT_IN_USE, or
 * INVALID with the option at fault.
 */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  const { log, folder, host, insecure, hostNames = [] } = options;
  const certificate = options.certificate && readCertificate(options.certificate, hostNames, log);
  const unlock = lockFolder(folder);
  const closers: (() => Promise<void> | void)[] = [unlock];
  let closing: Promise<void> | undefined;
  // In reverse order of starting, each once, also when one of them fails.
  const close = (): Promise<void> => (closing ??= closeAll(closers, log));

  try {
    const store = await openSqliteStore({
      folder,
      team: options.team,
      door: options.door,
      ownerCode: options.ownerCode,
      worker: options.storeWorker,
      onCrash(error) {
        log.fatal({ error: error.message }, 'the database thread ended');
        void close().then(() => options.onFatal?.(error));
      },
    });
    closers.push(() => store.close());
    const key = await openKey(store);

    const membership = createMembership(await store.memberships());
    const stream = createStream(membership, store.head);
    const people = createPeopleCount(store);
    const seen = createSeen(store, stream, log);
    closers.push(() => seen.close());
    let changed = people.changed;
    let planned = (): void => {};
    const queue = createCommitQueue(
      store,
      (commit) => {
        stream.publish(commit);
        seen.note(commit.signals);
        if (commit.events.some(({ conversation }) => conversation === store.team.id)) changed();
        if (commit.events.some(({ type }) => type.startsWith('schedule.'))) planned();
        hooks.note(commit);
      },
      log,
    );
    const hooks = createHookRunner({ store, membership, stream, log, options: options.hooks });
    closers.push(() => hooks.close());
    const hooksUsed = createHooksUsed(store, log);
    closers.push(() => hooksUsed.close());
    const lastSeen = createLastSeen(store, log);
    closers.push(() => lastSeen.close());
    closers.push(() => queue.close());
    const presence = createPresence(stream);
    closers.push(() => presence.close());
    const updates = openUpdates(join(folder, 'updates'));
    const anyCode = withUpdates(createDispatch(store, queue, presence, stream, log), updates);
    const command = options.spokenCodes === false ? withoutSpoken(anyCode) : anyCode;
    const { listener, close: closeWays } = await openWaysIn({
      store,
      stream,
      membership,
      presence,
      lastSeen,
      hooksUsed,
      countPeople: people.count,
      command,
      limits: options.limits,
      key,
      certificate,
      hostNames,
      folder,
      updates,
      pages: options.pages,
      host,
      port: options.port,
      insecure,
      log,
    });
    closers.push(closeWays);

    const scheduler = createScheduler(store, queue, log);
    planned = scheduler.wake;
    closers.push(() => scheduler.close());

    const heartbeat = setInterval(
      () => stream.signal('everyone', { type: 'head', pos: stream.head }),
      HEAD_INTERVAL_MS,
    );
    closers.push(() => {
      clearInterval(heartbeat);
      stream.signal('everyone', { type: 'closing' });
    });

    const { port } = listener;
    const certified = certificate !== undefined;
    const reaching = { host, insecure, names: hostNames, certified };
    const reach = (): Promise<Reach> => reachOf(reaching, port, key.pin);
    const where = announceWhere(options.announce, host);
    const announcing = where !== null;
    if (where) {
      const announcer = await announceTeam(
        where,
        async () => ({
          team: store.team.id,
          name: store.team.name,
          pin: key.pin,
          port,
          people: await people.count(),
        }),
        log,
      );
      changed = () => {
        people.changed();
        announcer.changed();
      };
      closers.push(() => announcer.close());
    }

    const startedAt = Date.now();
    const status = async (): Promise<Status> => ({
      version,
      startedAt,
      team: store.team,
      people: await people.count(),
      announcing,
      ...(await reach()),
    });
    const control = await createControl({
      folder,
      command: (frame) => command({ actor: store.team.id, origin: '' }, frame),
      status,
      async rotateKey() {
        await key.rotate();
        listener.setKey(key.pem);
        changed();
        return status();
      },
      backup: () => openBackup(store, folder),
      log,
    });
    closers.push(() => control.close());

    const { name } = store.team;
    log.info({ port, host, insecure, announcing, team: name, head: store.head }, 'listening');
    return {
      ...(await reach()),
      team: store.team,
      announcing,
      owned: await store.hasOwner(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function closeAll(closers: (() => Promise<void> | void)[], log: Log): Promise<void> {
  for (const closer of closers.reverse()) {
    try {
      await closer();
    } catch (error) {
      log.error({ error: String(error) }, 'while closing');
    }
  }
  log.info('closed');
}
