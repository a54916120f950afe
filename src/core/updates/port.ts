// What the desktop around the app knows of its own installation, and does to renew it; a core without one has none.
import type { InstallKind, UpdatesOff } from '../../shared/updates.ts';

export type Installed =
  | { next: 'restarting' }
  /** The person does the rest; `command`: what to type, where that is how it is done. */
  | { next: 'byHand'; command: string | null };

export type UpdatePort = {
  /** As Node calls them. */
  system: string;
  arch: string;
  /** How this program was installed, or why it is not renewed that way. */
  kind: InstallKind | { off: Exclude<UpdatesOff, 'keyless'> };
  /** The public release keys (Ed25519, base64) that were built in. */
  keys: readonly string[];
  /** Installs a package that was checked. Throws INSTALL_FAILED, DATA_UNWRITABLE, STORAGE_FULL. */
  install(file: string): Promise<Installed>;
};
