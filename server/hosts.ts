// Against web pages that reach into the local network: a page whose name was made to point here (DNS
// rebinding) gives itself away by its Host, and a page from elsewhere by its Origin.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { domainToASCII } from 'node:url';

export type HostCheck = (request: IncomingMessage) => boolean;

/**
 * Whether a request means this server and comes from no other web page. Known are IP addresses, localhost, what this
 * computer is called (also with .local), and `names`; asked each time, in any case, whatever the port.
 */
export function createHostCheck(names: () => string[]): HostCheck {
  const known = (name: string): boolean => {
    const own = bare(hostname());
    return (
      isIP(name) !== 0 ||
      ['localhost', own, `${own}.local`].includes(name) ||
      names().some((other) => bare(other) === name)
    );
  };
  return (request) => {
    const host = asUrl(`http://${request.headers.host ?? ''}`);
    return host !== undefined && known(bare(host.hostname)) && isOwnOrigin(request);
  };
}

/** Programs send no Origin; a web page does, and only our own may come. */
export function isOwnOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return true;
  const from = asUrl(origin);
  // Read as the same scheme, so that a port left out means the same one in both.
  const to = from && asUrl(`${from.protocol}//${host ?? ''}`);
  return to !== undefined && from?.host === to.host;
}

/** As the wire has it: names in other scripts in their ASCII form. */
const bare = (name: string): string =>
  (domainToASCII(name) || name)
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '');

/** Nothing but scheme, name and port: what else a URL may hold would let one name pass for another. */
function asUrl(text: string): URL | undefined {
  if (!/^https?:\/\/[^\s/?#@\\]+$/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}
