// Whom this computer trusts to vouch for a host name.
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

let known: SecureContext | undefined;

/** Node's own list, the system's, and `more` (PEM). The first call takes some 100 ms. */
export function authorities(more: string[] = []): SecureContext {
  if (more.length > 0) return createSecureContext({ ca: [...trusted(), ...more] });
  known ??= createSecureContext({ ca: trusted() });
  return known;
}

const trusted = (): string[] => [...listed('default'), ...listed('system')];

function listed(which: 'default' | 'system'): string[] {
  try {
    return getCACertificates(which);
  } catch {
    // A system whose store cannot be read trusts nobody more than node does.
    return [];
  }
}
