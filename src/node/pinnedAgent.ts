// The way to a server whose key is known: no byte of ours is sent before the key has matched.
import { Agent, type RequestOptions } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls';
import { Refusal } from '../shared/errors.ts';
import type { Pin, Trust } from '../shared/trust.ts';
import { authorities } from './authorities.ts';
import { pinOf } from './pin.ts';

/** `look` takes any certificate and remembers it: for asking a stranger, never with a token. */
export type AgentTrust = Exclude<Trust, { kind: 'none' }> | { kind: 'look' };

export type PinnedAgentOptions = {
  /** Hears of every server that was let through: host and port as asked for. */
  contacted?(host: string, port: number): void;
  /** Hears of every connection that is let through. */
  opened?(socket: Socket): void;
  /** Certificates (PEM) trusted besides those of the system. */
  authorities?: string[];
  /** How long connecting and shaking hands may take; 5000 unless told. Milliseconds. */
  handshakeMs?: number;
};

/** What a server showed. `authorized`: the system trusts it for the name asked for; never looked at with a pin. */
export type Shown = { pin: Pin; authorized: boolean };

/** An agent for node:https, ws and Socket.IO alike; `destroy()` ends all it holds. */
export type PinnedAgent = Agent & {
  /** What the server showed last. */
  readonly shown: Shown | null;
  /** KEY_CHANGED, from a mismatch until the next match. Requests fail with this very error. */
  readonly refused: Refusal | null;
};

/** An agent that hands out only connections to the one whom `trust` names. Its host name is not asked of `pin`. */
export function createPinnedAgent(
  trust: AgentTrust,
  options: PinnedAgentOptions = {},
): PinnedAgent {
  return new CheckingAgent(trust, options);
}

type Handed = (error: Error | null, socket: Duplex) => void;

class CheckingAgent extends Agent {
  shown: Shown | null = null;
  refused: Refusal | null = null;
  readonly #trust: AgentTrust;
  readonly #options: PinnedAgentOptions;
  readonly #underway = new Set<TLSSocket>();

  constructor(trust: AgentTrust, options: PinnedAgentOptions) {
    // Looking again must see the certificate again. A resumed session would not show one at all.
    super({ keepAlive: trust.kind !== 'look', maxCachedSessions: 0 });
    this.#trust = trust;
    this.#options = options;
  }

  override createConnection(asked: RequestOptions, handed?: Handed): undefined {
    const host = asked.host ?? asked.hostname ?? 'localhost';
    const port = Number(asked.port);
    const socket = this.#connect(host, port);
    this.#underway.add(socket);
    const timer = setTimeout(
      () => socket.destroy(codedError('ETIMEDOUT', `no TLS handshake with ${host}:${port}`)),
      this.#options.handshakeMs ?? 5000,
    );
    const settle = (error: Error | null): void => {
      if (!this.#underway.delete(socket)) return;
      clearTimeout(timer);
      if (error) socket.destroy();
      else {
        this.#options.contacted?.(host, port);
        this.#options.opened?.(socket);
      }
      handed?.(error, socket);
    };
    // Stays when the socket has been handed out: its new owner listens only from the next tick on.
    socket.on('error', settle);
    socket.once('close', () => settle(codedError('ECONNRESET', `${host}:${port} closed`)));
    socket.once('secureConnect', () => settle(this.#judge(socket)));
  }

  override destroy(): void {
    for (const socket of this.#underway) socket.destroy();
    super.destroy();
  }

  /** Takes nothing but the address from the request: whoever asks has no say in whom to trust. */
  #connect(host: string, port: number): TLSSocket {
    const named = this.#trust.kind === 'authority' ? this.#trust.name : host;
    // Loading the system's certificates takes a moment, and says nothing of an address without a name.
    const byAuthority =
      this.#trust.kind === 'authority' || (this.#trust.kind === 'look' && !isIP(host));
    const socket = connect({
      host,
      port,
      // By a name the server may show the certificate of an authority instead of its own key.
      servername: this.#trust.kind === 'pin' || isIP(named) ? '' : named,
      checkServerIdentity: (_, certificate) => checkServerIdentity(named, certificate),
      secureContext: byAuthority ? authorities(this.#options.authorities) : undefined,
      ALPNProtocols: ['http/1.1'],
      // Not the end of checking but its beginning: #judge sees every certificate before anybody may write.
      rejectUnauthorized: false,
    });
    return socket.setNoDelay();
  }

  #judge(socket: TLSSocket): Error | null {
    const certificate = socket.getPeerX509Certificate();
    if (!certificate || socket.isSessionReused())
      return this.#refuse('the server showed no certificate');
    const authorized = this.#trust.kind !== 'pin' && socket.authorized;
    try {
      this.shown = { pin: pinOf(certificate), authorized };
    } catch (error) {
      return this.#refuse(`the server's certificate cannot be read: ${String(error)}`);
    }
    if (this.#trust.kind === 'pin' && this.#trust.pin !== this.shown.pin)
      return this.#refuse(`the server's key is ${this.shown.pin}, not ${this.#trust.pin}`);
    if (this.#trust.kind === 'authority' && !authorized)
      return this.#refuse(`${this.#trust.name}: ${String(socket.authorizationError)}`);
    this.refused = null;
    return null;
  }

  #refuse(why: string): Refusal {
    this.refused = new Refusal('KEY_CHANGED', why);
    return this.refused;
  }
}

const codedError = (code: string, message: string): Error =>
  Object.assign(new Error(message), { code });
