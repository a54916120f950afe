// How a server is reached and known: what its screens show, what invites name, what is announced.
import { wordsOf } from '../src/node/words.ts';
import type { Pin } from '../src/shared/trust.ts';
import { hostPort, reachableAddresses } from './addresses.ts';
import type { Status } from './status.ts';

export type Reach = Pick<Status, 'port' | 'addresses' | 'pin' | 'words' | 'secure' | 'link'>;

export type ReachOptions = {
  /** What it listens on; undefined for every address. */
  host: string | undefined;
  insecure: boolean;
  /** What else this computer is called by. */
  names: string[];
  /** The names have a certificate by an authority. */
  certified: boolean;
};

/** The key counts also where plain HTTP is served beside it: the app comes encrypted in any case. */
export async function reachOf(options: ReachOptions, port: number, key: Pin): Promise<Reach> {
  const { host, insecure, names, certified } = options;
  const named = names.map((name) => hostPort(name, port));
  const addresses = [...named, ...reachableAddresses(host, port)];
  return {
    port,
    addresses,
    pin: key,
    words: await wordsOf(key),
    secure: !insecure,
    link: linkOf(addresses, key, certified ? named : []),
  };
}

function linkOf(addresses: string[], pin: Pin, certified: string[]): Reach['link'] {
  return certified.length > 0 ? { addresses: certified, pin: null } : { addresses, pin };
}
