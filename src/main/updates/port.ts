// What the core knows of this installation, and how the app ends for what renews it.
import { join } from 'node:path';
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
    // A link of then is not opened again, and whoever pressed the button wants to see the window.
    const args = process.argv.slice(1).filter((arg) => !/^(lanline:|--hidden$)/i.test(arg));
    app.relaunch({ args, ...(execPath !== undefined && { execPath }) });
    app.quit();
  };
  return {
    system: process.platform,
    arch: process.arch,
    kind,
    keys: builtInKeys(join(app.getAppPath(), 'package.json'), around),
    async install(file) {
      if (typeof kind !== 'string') return { next: 'byHand', command: null };
      return installPackage(file, kind, { restart, quit: () => app.quit() });
    },
  };
}
