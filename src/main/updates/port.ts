// What the core knows of this installation, and how the app ends for what renews it.
import { app } from 'electron';
import type { UpdatePort } from '../../core/updates/port.ts';
import { installPackage } from './install.ts';
import { builtInKeys, installationKind, type Surroundings } from './installation.ts';

export function updatePort(): UpdatePort {
  const around: Surroundings = {
    packaged: app.isPackaged,
    platform: process.platform,
    env: process.env,
    dpkgList: '/var/lib/dpkg/info/lanline.list',
  };
  const kind = installationKind(around);
  const restart = (execPath?: string): void => {
    // Not what it was started with: a link of then would be opened again.
    app.relaunch({ args: [], ...(execPath !== undefined && { execPath }) });
    app.quit();
  };
  return {
    system: process.platform,
    arch: process.arch,
    kind,
    keys: builtInKeys(new URL('./releaseKeys.txt', import.meta.url), around),
    async install(file) {
      if (typeof kind !== 'string') return { next: 'byHand', command: null };
      return installPackage(file, kind, { restart, quit: () => app.quit() });
    },
  };
}
