// Whether a server and this app understand each other, on the ways that have no handshake to say so in.
import { understood } from '../door.ts';
import type { Asker } from './asker.ts';

/** Throws UPGRADE_REQUIRED, NOT_LANLINE, and what the asker does. */
export async function checkVersion(asker: Asker, base: string, timeoutMs: number): Promise<void> {
  understood(base, await asker.page('/api/v1/team', timeoutMs));
}
