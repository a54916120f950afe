// Files that the command line knows of.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateFiles } from '../certificate.ts';
import type { Config } from '../config.ts';

export const storeWorker = new URL('../store/worker.ts', import.meta.url);

export const holdsTeam = (folder: string): boolean => existsSync(join(folder, 'team.db'));

/** Undefined unless a certificate is configured. */
export function certificateFiles({ certificate, key }: Config): CertificateFiles | undefined {
  return certificate !== undefined && key !== undefined ? { certificate, key } : undefined;
}
