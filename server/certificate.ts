// A certificate by an authority, for those who come by a host name. The team's own key stays for all
// others: who knows this server by its key must not lose it when a certificate is added or renewed.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import { domainToASCII } from 'node:url';
import { Refusal } from '../src/shared/errors.ts';
import type { Log } from './log.ts';

export type CertificateFiles = {
  /** The chain and its private key, PEM. */
  certificate: string;
  key: string;
};

export type NamedCertificate = {
  /** The host names it is shown for. */
  names: string[];
  /** For TLS servers: what to show to whoever asks for this name, if not the team's own key. */
  contextFor(name: string): SecureContext | undefined;
};

const soonMs = 21 * 24 * 60 * 60 * 1000;

/**
 * Reads the files. Throws INVALID with the setting at fault: unreadable, no certificate, a key that is not its key, or
 * names that it does not vouch for. What has expired or soon will is logged.
 */
export function readCertificate(
  files: CertificateFiles,
  names: string[],
  log: Pick<Log, 'warn'>,
): NamedCertificate {
  const [certificate, key] = [read(files.certificate, 'certificate'), read(files.key, 'key')];
  const leaf = attempt('certificate', `${files.certificate}: no certificate in PEM`, () => {
    return new X509Certificate(certificate);
  });
  const secret: KeyObject = attempt(
    'key',
    `${files.key}: no private key in PEM without a password`,
    () => createPrivateKey(key),
  );
  if (!leaf.checkPrivateKey(secret))
    throw new Refusal('INVALID', `${files.key}: not the key of ${files.certificate}`, {
      field: 'key',
    });
  const shown = names.map((name) => domainToASCII(name).toLowerCase().replace(/\.$/, ''));
  const stranger = shown.find((name) => leaf.checkHost(name) === undefined);
  if (stranger !== undefined)
    throw new Refusal('INVALID', `${files.certificate}: is not for ${stranger}`, {
      field: 'host-name',
    });
  warnOfEnd(leaf, log);

  const context = attempt('certificate', `${files.certificate}: cannot be used for TLS`, () =>
    createSecureContext({ cert: certificate, key, minVersion: 'TLSv1.2' }),
  );
  return {
    names: shown,
    contextFor: (name) => (shown.includes(name.toLowerCase()) ? context : undefined),
  };
}

function warnOfEnd({ validToDate }: X509Certificate, log: Pick<Log, 'warn'>): void {
  const until = validToDate.toISOString();
  const left = validToDate.getTime() - Date.now();
  if (left < 0)
    log.warn({ until }, 'the certificate has expired: clients that rely on it refuse it');
  else if (left < soonMs) log.warn({ until }, 'the certificate expires soon');
}

function read(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Refusal('INVALID', `${field}: cannot read ${path}: ${code}`, { field });
  }
}

function attempt<T>(field: string, message: string, work: () => T): T {
  try {
    return work();
  } catch {
    throw new Refusal('INVALID', message, { field });
  }
}
