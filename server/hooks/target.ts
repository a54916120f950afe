// Where an outgoing hook may send: to the internet, and into the own network only if the owner allowed
// it. A server that sends wherever it is told would be a way through the firewall.
import { lookup as resolve, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isInward } from '../peers.ts';

/** All addresses of a name. */
export type Resolve = (
  name: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** What is wrong with this address as it is written, or null. Names are looked up when something is sent. */
export function targetTrouble(url: string): string | null {
  const host = hostOf(new URL(url));
  const local = /^(.+\.)?localhost\.?$/i.test(host);
  return local || isInward(host) ? inward(host) : null;
}

/** `resolve`, but only to addresses that may be sent to: whoever answers for the name cannot change their mind later. */
export function guardedLookup(allowPrivate: boolean, ask: Resolve = resolve): LookupFunction {
  return (name, options, done) => {
    ask(name, { ...options, all: true }, (error, found) => {
      const open = allowPrivate ? found : found?.filter(({ address }) => !isInward(address));
      const [first] = open ?? [];
      if (error) done(error, []);
      else if (!first) done(new Error(inward(name)), []);
      else if (options.all) done(null, open);
      else done(null, first.address, first.family);
    });
  };
}

/** Without the brackets of IPv6. */
const hostOf = ({ hostname }: URL): string => {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? hostname : bare;
};

const inward = (host: string): string => `${host} is in the own network`;
