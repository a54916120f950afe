// The way to a joined team's server: its address, its key, and the token that is shown only to the
// holder of that key. What changed on the server's side is followed only when the old key says so.
import type { Socket } from 'node:net';
import { createPinnedAgent } from '../node/pinnedAgent.ts';
import { createPlainAgent } from '../node/plainAgent.ts';
import { followRotations } from '../node/rotation.ts';
import { fail } from '../shared/errors.ts';
import type { Account } from './account.ts';
import { askKey, type Contacted, knock, lookAt } from './door.ts';
import type { Log } from './log.ts';
import { baseOf, hostAndPort } from './place.ts';
import { type Secrets, unseal } from './secrets.ts';
import type { Connect, Transport, TransportListener } from './transport/transport.ts';

export type WayParts = {
  account(): Account;
  keep(changed: Partial<Account>): Promise<void>;
  secrets: Secrets;
  connect: Connect;
  contacted: Contacted;
  log: Log;
};

export type Way = ReturnType<typeof createWay>;

/** What is said in parting gets so long. Milliseconds. */
const partingMs = 1000;

/** `opened` hears of every connection that is made; `mailbox`: see `Server`. */
export type Special = { opened?: (socket: Socket) => void; mailbox?: string };

export function createWay({ account, keep, secrets, connect, contacted, log }: WayParts) {
  /** On connections of its own, which end with it. */
  async function openBy(how: Connect, listener: TransportListener, special: Special = {}) {
    const { trust, address, token } = account();
    const secret = unseal(secrets, token);
    const { host, port } = hostAndPort(address);
    contacted(host, port);
    const { opened, mailbox } = special;
    const agent =
      trust.kind === 'none'
        ? createPlainAgent(opened)
        : createPinnedAgent(trust, opened && { opened });
    const to = { base: baseOf({ address, trust }), token: secret, agent, mailbox };
    try {
      const transport = await how(to, listener);
      const close = (): void => {
        transport.close();
        setTimeout(() => agent.destroy(), partingMs).unref();
      };
      return { ...transport, close };
    } catch (error) {
      agent.destroy();
      throw error;
    }
  }

  const connectNow = (listener: TransportListener): Promise<Transport> => openBy(connect, listener);

  /** Whether the account knows the server better now, so that connecting again is worth it. */
  async function learned(failure: unknown): Promise<boolean> {
    const { code } = fail(failure).error;
    const { trust } = account();
    try {
      if (code === 'KEY_CHANGED' && trust.kind === 'pin') return await followKey(trust.pin);
      if (code === 'UNREACHABLE' && trust.kind === 'none') return await firstKey();
    } catch (error) {
      log('info', 'no new key', fail(error).error);
    }
    return false;
  }

  /** Another key is believed only with the old one's word for it. */
  async function followKey(old: string): Promise<boolean> {
    const { address, team } = account();
    const { pin, rotations } = await askKey(address, contacted);
    if (pin === null || !followRotations(old, pin, rotations)) return false;
    // An old statement can be said again by anybody: only who holds the new key counts.
    const trust = { kind: 'pin' as const, pin };
    const { info } = await knock({ address, trust }, contacted);
    if (info.team.id !== team) return false;
    log('info', 'the server has a new key, signed with its old one');
    await keep({ trust });
    return true;
  }

  /** A server that was joined without a key and has one now: worse than before it cannot be. */
  async function firstKey(): Promise<boolean> {
    const { host } = hostAndPort(account().address);
    const at = { scheme: 'https' as const, host, address: account().address };
    const { entry, info } = await lookAt(at, contacted);
    if (info.team.id !== account().team) return false;
    log('info', 'the server speaks TLS now');
    await keep({ trust: entry.trust });
    return true;
  }

  return {
    /** Rejects as a transport does, and with KEYRING_LOCKED. */
    async connect(listener: TransportListener): Promise<Transport> {
      try {
        return await connectNow(listener);
      } catch (error) {
        if (!(await learned(error))) throw error;
        return connectNow(listener);
      }
    },
    /** A connection beside the one in use. Rejects as a transport does, and with KEYRING_LOCKED. */
    openBy,
    /** Whether this team's own server, with the key we know, answers at that address. */
    async answersAt(address: string): Promise<boolean> {
      const { info } = await knock({ address, trust: account().trust }, contacted);
      return info.team.id === account().team;
    },
  };
}
