// How this program was installed, and which release keys were built into it.
import { existsSync, readFileSync } from 'node:fs';
import type { UpdatePort } from '../../core/updates/port.ts';
import { releaseKeysIn } from '../../node/updateSignature.ts';
import { installKinds } from '../../shared/updates.ts';

export type Surroundings = {
  /** False: from a checkout. */
  packaged: boolean;
  platform: string;
  env: NodeJS.ProcessEnv;
  /** What dpkg keeps of the package, if it installed one. */
  dpkgList: string;
};

/** Only a checkout can be told that it is something else: so that its makers can try how that would be. */
export function installationKind(around: Surroundings): UpdatePort['kind'] {
  const { packaged, platform, env, dpkgList } = around;
  if (!packaged) {
    const told = installKinds.find((kind) => kind === env['LANLINE_UPDATE_KIND']);
    return told ?? { off: 'checkout' };
  }
  if (platform === 'win32') return 'nsis';
  if (platform === 'darwin') return 'dmg';
  if (platform !== 'linux') return { off: 'system' };
  if (env['APPIMAGE']) return 'AppImage';
  return existsSync(dpkgList) ? 'deb' : { off: 'system' };
}

/** None where nobody signed; likewise, only a checkout can be told others. */
export function builtInKeys(file: URL, { packaged, env }: Surroundings): string[] {
  if (!packaged) return releaseKeysIn((env['LANLINE_RELEASE_PUBLIC'] ?? '').replaceAll(',', '\n'));
  return existsSync(file) ? releaseKeysIn(readFileSync(file, 'utf8')) : [];
}
