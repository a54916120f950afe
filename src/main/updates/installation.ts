// How this program was installed, and which release keys were built into it.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
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

/** By what packing wrote into package.json: none where nobody signed. Likewise, only a checkout can be told others. */
export function builtInKeys(packageFile: string, { packaged, env }: Surroundings): string[] {
  if (!packaged) return releaseKeysIn((env['LANLINE_RELEASE_PUBLIC'] ?? '').replaceAll(',', '\n'));
  return About.parse(JSON.parse(readFileSync(packageFile, 'utf8'))).releaseKeys;
}

const About = z.object({ releaseKeys: z.array(z.string()).default([]) });
