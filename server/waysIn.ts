// Every way in, on one port: HTTP (commands, polls, event streams), plain WebSockets and Socket.IO. What they share is
// put together here: who asks, how often they may, and the one subscription.
import { createServer as createHttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { KeyInfo } from '../src/shared/protocol.ts';
import { join } from 'node:path';
import { hostPort, reachableAddresses } from './addresses.ts';
import { createAuthenticate } from './auth.ts';
import type { NamedCertificate } from './certificate.ts';
import type { Dispatch } from './dispatch.ts';
import { createDownloads } from './downloads.ts';
import { createExpiry } from './expiry.ts';
import type { HooksUsed } from './hooks/used.ts';
import { createHealth } from './health.ts';
import { createHostCheck } from './hosts.ts';
import type { LastSeen } from './lastSeen.ts';
import { type Limits, usualLimits } from './limits.ts';
import type { Log } from './log.ts';
import type { Membership } from './membership.ts';
import { openPages } from './pages.ts';
import { isLoopback } from './peers.ts';
import type { PresenceBoard } from './presence.ts';
import type { Store } from './store/store.ts';
import type { Stream } from './stream.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createThrottle } from './throttle.ts';
import { createTickets } from './tickets.ts';
import { createAttendance } from './transports/attendance.ts';
import { createHearSignals } from './transports/clientSignals.ts';
import { createHealthEvents } from './transports/healthEvents.ts';
import { createHttpApp } from './transports/httpApp.ts';
import { createIdentify } from './transports/identify.ts';
import { type Listener, listen } from './transports/listener.ts';
import { createMailboxes } from './transports/mailboxes.ts';
import { createSocketIo } from './transports/socketIo.ts';
import { createUnderWay } from './transports/underWay.ts';
import { createWaitingRoom } from './transports/waitingRoom.ts';
import { createWebSocket } from './transports/webSocket.ts';
import type { Updates } from './updates/folder.ts';

export type WaysInParts = {
  store: Store;
  stream: Stream;
  membership: Membership;
  presence: PresenceBoard;
  lastSeen: LastSeen;
  hooksUsed: HooksUsed;
  countPeople(): Promise<number>;
  /** Without limits; they are put around it here. */
  command: Dispatch;
  /** Where they are not as usual. */
  limits: Partial<Limits> | undefined;
  key: { pem: { key: string; cert: string }; info(): KeyInfo };
  certificate: NamedCertificate | undefined;
  hostNames: string[];
  /** The team's folder. */
  folder: string;
  updates: Updates;
  /** Own pages, where they are not in that folder. */
  pages: string | undefined;
  host: string | undefined;
  port: number;
  insecure: boolean;
  log: Log;
};

export type WaysIn = { listener: Listener; close(): Promise<void> };

/** Listens. Throws PORT_IN_USE, or INVALID with the option at fault. */
export async function openWaysIn(parts: WaysInParts): Promise<WaysIn> {
  const { store, stream, membership, presence, lastSeen, countPeople, key, log } = parts;
  const limits = { ...usualLimits, ...parts.limits };
  const throttle = createThrottle(limits);
  // Everybody starts here, and leaves with a token that somebody has.
  const waiting = createWaitingRoom<Socket>({
    most: limits.strange,
    perPlace: Math.ceil(limits.strange / 5),
    end: (socket) => socket.destroy(),
  });
  const bounds = {
    epoch: store.epoch,
    get head() {
      return stream.head;
    },
  };
  const expiry = createExpiry(stream);
  const authenticate = expiry.watch(createAuthenticate(store));
  const tickets = createTickets();
  const subscriptions = createSubscriptions({ store, membership, stream, most: limits.streams });
  const head = (): number => stream.head;
  const mailboxes = createMailboxes({ subscriptions, presence, lastSeen, head });
  const shared = {
    store,
    log: bounds,
    membership,
    limits,
    hooksUsed: parts.hooksUsed,
    typing: limits.typing,
    most: limits.streams,
    authenticate,
    tickets,
    throttle,
    subscriptions,
    mailboxes,
    underWay: createUnderWay(limits.underWay),
    admit: waiting.leave,
    allowed: createHostCheck(() => parts.hostNames),
    dispatch: throttle.limit(parts.command),
    identify: createIdentify({ authenticate, throttle, tickets, admit: waiting.leave }),
    attend: createAttendance(presence, lastSeen),
    hearSignals: createHearSignals({ membership, presence, stream }),
  };

  const pages = openPages(parts.folder, parts.pages);
  const health = createHealth(stream, presence);
  const healthEvents = createHealthEvents(health);
  const app = createHttpApp({
    ...shared,
    countPeople,
    keyInfo: key.info,
    health,
    healthEvents,
    downloads: createDownloads(join(parts.folder, 'downloads')),
    updates: parts.updates,
    pages: pages.folder,
    addresses: (port) => [
      ...parts.hostNames.map((name) => hostPort(name, port)),
      ...reachableAddresses(parts.host, port),
    ],
    requestLog: log,
  });
  const serve = app.callback();
  const http = createHttpServer(
    // What a request's head may take; its answer may take longer.
    { headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 5000 },
    (request, response) => void serve(request, response),
  );
  // But not for ever where nothing of it is taken; the longest poll is shorter.
  http.setTimeout(70_000);
  const sockets = createWebSocket({ http, ...shared });
  stream.add(createSocketIo({ http, serveClient: pages.withClient, ...shared }));
  stream.add(subscriptions.outlet);
  stream.add(health.outlet);
  const close = async (): Promise<void> => {
    mailboxes.close();
    healthEvents.close();
    expiry.close();
    await stream.close();
    sockets.close();
  };
  try {
    const listener = await listen({
      http,
      port: parts.port,
      host: parts.host,
      waiting,
      tls: {
        ...key.pem,
        SNICallback: (name, decide) => decide(null, parts.certificate?.contextFor(name)),
      },
      allowPlain: (address) => parts.insecure || isLoopback(address),
    });
    return {
      listener,
      async close() {
        // Who is connected gets a moment; a slow one must not keep the team's file locked.
        setTimeout(listener.cut, 1000).unref();
        listener.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
