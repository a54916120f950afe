// The way to a server whose key is known: no byte of ours is sent before the key has matched.
import { Agent } from 'node:https';
import type { Refusal } from '../shared/errors.ts';
import type { Pin, Trust } from '../shared/trust.ts';

/** `look` takes any certificate and remembers it: for asking a stranger, never with a token. */
export type AgentTrust = Exclude<Trust, { kind: 'none' }> | { kind: 'look' };

export type PinnedAgentOptions = {
  /** Hears of every server that was let through: host and port as asked for. */
  contacted?(host: string, port: number): void;
  /** Certificates (PEM) trusted besides those of the system. */
  authorities?: string[];
  /** How long connecting and shaking hands may take. Milliseconds. */
  handshakeMs?: number;
};

/** What a server showed. `authorized`: the system trusts it for its host name (not looked at with a pin). */
export type Shown = { pin: Pin; authorized: boolean };

/** An agent for node:https, ws and Socket.IO alike; `destroy()` ends what it holds. */
export type PinnedAgent = Agent & {
  /** What the server showed last. */
  readonly shown: Shown | null;
  /** KEY_CHANGED, from a mismatch until the next match. Requests fail with this very error. */
  readonly refused: Refusal | null;
};

/** An agent that hands out only connections to whom `trust` names. */
export function createPinnedAgent(
  trust: AgentTrust,
  options: PinnedAgentOptions = {},
): PinnedAgent {
  throw new Error(`not yet ${trust.kind}${options.handshakeMs}`);
}
