// The way to a joined team's server: its address, its key, and the token that is shown only to the
// holder of that key. What changed on the server's side is followed only when the old key says so.
import { createPinnedAgent } from '../node/pinnedAgent.ts';
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

export function createWay({ account, keep, secrets, connect, contacted, log }: WayParts) {
  async function connectNow(listener: TransportListener): Promise<Transport> {
    const { trust, address, token } = account();
    const secret = unseal(secrets, token);
    const { host, port } = hostAndPort(address);
    contacted(host, port);
    const agent = trust.kind === 'none' ? undefined : createPinnedAgent(trust);
    try {
      return await connect({ base: baseOf({ address, trust }), token: secret, agent }, listener);
    } catch (error) {
      agent?.destroy();
      throw error;
    }
  }

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
    /** Whether this team's own server, with the key we know, answers at that address. */
    async answersAt(address: string): Promise<boolean> {
      const { info } = await knock({ address, trust: account().trust }, contacted);
      return info.team.id === account().team;
    },
  };
}
