// A program that takes part: hears events one after the other, none missed, and says things that arrive once. The small
// client for bots and bridges; the whole core without a window is `index.ts`.
import type { Agent } from 'node:http';
import { baseOf, entryOf, parseAddress } from '../core/place.ts';
import { createConnection } from '../core/connection.ts';
import type { Log } from '../core/log.ts';
import { createWalk } from '../core/transport/walk.ts';
import { createWayMemory } from '../core/transport/wayMemory.ts';
import { createPinnedAgent } from '../node/pinnedAgent.ts';
import { createPlainAgent } from '../node/plainAgent.ts';
import type { CommandInput, CommandName, CommandOutput } from '../shared/commands.ts';
import { type Failure, Refusal } from '../shared/errors.ts';
import type { EventType, Landed, LogEvent, WireEvent } from '../shared/events.ts';
import type { MessageParts } from '../shared/messageCommands.ts';
import { parse } from '../shared/parse.ts';
import { Pin } from '../shared/trust.ts';
import { Way } from '../shared/ways.ts';
import { createReading } from './reading.ts';
import { createSending } from './sending.ts';

export type BotOptions = {
  /** `https://192.168.1.20:7788`; `http://` only reaches a server on this computer. */
  server: string;
  /** Of the bot, as it was shown when it was made. */
  token: string;
  /**
   * SHA-256 of the server's public key, base64url, 43 letters: what `server key` prints. Without it the system must trust the
   * server's certificate.
   */
  pin?: string | undefined;
  /** A file in which it is kept what was heard already. Without it, hearing begins at each start anew, from now. */
  cursor?: string | undefined;
  /** Where to begin when there is no such file yet: a position; 0 is the first event the bot may see; now, unless told. */
  since?: number | undefined;
  /** The only way to be used; the best that works, unless told. */
  way?: Way | undefined;
  log?: Log | undefined;
};

/** Known types come with their body's type. */
export type Told<T extends string> = T extends EventType
  ? Extract<LogEvent, { type: T }>
  : WireEvent;

/** How the connection is: `live`, on the way there, or stopped until a person does something. */
export type BotLink =
  | { state: 'live'; way: Way }
  | { state: 'away' }
  | { state: 'refused'; error: Failure };

export type Bot = {
  /** The bot's own person: what it says comes back with this author. */
  readonly me: string;
  /**
   * Hears events of one type (`message.created`, …), or all (`*`), one after the other: the next waits for the promise.
   * One that throws is told to the log, and the event counts as heard. Answers how to stop.
   */
  on<T extends EventType | '*'>(type: T, hear: (event: Told<T>) => unknown): () => void;
  /** Hears how the connection is. */
  onLink(hear: (link: BotLink) => void): () => void;
  /**
   * Says something. Resolves when the server has kept it, however often the way there breaks meanwhile; what is said in
   * one conversation keeps its order. Rejects with a `Refusal` that no retry can change (FORBIDDEN, TOO_LARGE, …).
   */
  send(conversation: string, text: string, parts?: MessageParts): Promise<Landed>;
  /** Any command of the table, once: rejects with OFFLINE and TIMEOUT, too. */
  command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  typing(conversation: string, on: boolean): void;
  /** The conversations that the bot is in. */
  conversations(): Promise<{ id: string; name: string; kind: string }[]>;
  close(): Promise<void>;
};

/**
 * Connects, and stays connected. Resolves when the bot is live for the first time; rejects with INVALID, UNAUTHENTICATED,
 * REVOKED, DEACTIVATED, FORBIDDEN, KEY_CHANGED or UPGRADE_REQUIRED. A server that is away is waited for.
 */
export async function connect(options: BotOptions): Promise<Bot> {
  const { token, cursor, since, log = () => undefined } = options;
  const way = options.way === undefined ? null : parse(Way, options.way);
  const entry = entryOf(parseAddress(options.server), pinIn(options));
  const { trust } = entry;
  const agent: Agent = trust.kind === 'none' ? createPlainAgent() : createPinnedAgent(trust);
  const walk = createWalk({ forced: () => way, memory: createWayMemory(() => undefined), log });
  const listeners = new Set<(link: BotLink) => void>();
  const first = Promise.withResolvers<void>();

  const connection = createConnection({
    connect: (listener) => walk.connect({ base: baseOf(entry), token, agent }, listener),
    resume: () => reading.resume(),
    events: () => reading.wake(),
    signal({ type }) {
      if (type === 'behind' || type === 'head') reading.wake();
    },
    woke: () => reading.wake(),
    rerouted: () => reading.wake(),
    changed(state) {
      if (state.state === 'live') first.resolve();
      if (state.state === 'refused') first.reject(refusalOf(state.error));
      if (state.state === 'live') sending.go();
      for (const hear of listeners) hear(linkOf(state));
    },
    log,
  });
  const { request } = connection;
  const reading = createReading({ request, file: cursor, since, failed: connection.restart, log });
  const sending = createSending(request);

  async function close(): Promise<void> {
    connection.close();
    sending.close();
    await reading.close();
    agent.destroy();
  }

  connection.start();
  try {
    await first.promise;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    get me() {
      return reading.me;
    },
    on: reading.on,
    onLink(hear) {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
    send: (conversation, text, parts = {}) => sending.send({ conversation, text, ...parts }),
    command: request,
    typing: (conversation, on) => connection.signal({ type: 'typing', conversation, on }),
    async conversations() {
      const found: { id: string; name: string; kind: string }[] = [];
      for (let page: string | undefined; ;) {
        const answer = await request('sync.snapshot', page === undefined ? {} : { page });
        found.push(...answer.conversations.map(({ id, name, kind }) => ({ id, name, kind })));
        if (answer.nextPage === null) return found;
        page = answer.nextPage;
      }
    },
    close,
  };
}

const pinIn = ({ pin }: BotOptions): Pin | null => (pin === undefined ? null : parse(Pin, pin));

function refusalOf({ code, message, ...details }: Failure): Refusal {
  return new Refusal(code, message, details);
}

function linkOf(state: Parameters<Parameters<typeof createConnection>[0]['changed']>[0]): BotLink {
  if (state.state === 'live') return { state: 'live', way: state.way };
  if (state.state === 'refused') return state;
  return { state: 'away' };
}
