// `npm run dist`: packages to install, in dist/. On Debian and its like the app and the server as .deb, elsewhere what
// people install there; or what is named, as electron-builder calls it: `npm run dist -- AppImage rpm`. With --release
// it takes Electron's own download only. With a release key (LANLINE_RELEASE_KEY) what is made can be offered as an
// update: signed, in dist/updates.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { prepareDist } from './bootstrap.mjs';
import { packApp } from './packing/app.mjs';
import { makeAppDeb, makeServerDeb } from './packing/debs.mjs';
import { releaseKeys } from './packing/releaseKeys.mjs';
import { signPackages } from './packing/signing.mjs';
import { describeSize } from './packing/sizes.mjs';
import { isOfficial } from './setup/electron.mjs';
import { root } from './setup/paths.mjs';
import { Problem, runMain } from './setup/problem.mjs';
import { runQuietly } from './setup/run.mjs';

const given = process.argv.slice(2);
const targets = given.filter((word) => word !== '--release');
const into = join(root, 'dist');

await runMain(async () => {
  // Said before the work, not after it.
  const { signing, known } = releaseKeys();
  const electron = await prepareDist();
  const official = isOfficial(electron);
  if (!official && given.includes('--release'))
    throw new Problem('Electron itself could not be downloaded; a release holds no other.');
  mkdirSync(into, { recursive: true });
  removeLeftovers();
  if (targets.length === 0 && process.platform === 'linux') await makeDebs(electron, official);
  else await packApp({ electron, targets, into });
  console.log(`In ${into}`);
  if (signing) await signPackages(into, signing, known);
  else if (known.length === 0)
    console.log(
      'Without a release key: these apps take no updates (README, Sign your own builds).',
    );
  if (!official)
    console.log(
      'NOT FOR SHIPPING: this Electron is not from its makers. Good for trying, no more.',
    );
  return 0;
});

/** What a run that was broken off left. */
function removeLeftovers() {
  for (const name of readdirSync(into))
    if (name.startsWith('work-')) rmSync(join(into, name), { recursive: true, force: true });
}

/**
 * @param {string} electron
 * @param {boolean} official
 */
async function makeDebs(electron, official) {
  if (!(await runQuietly('dpkg-deb', ['--version'])).ok)
    throw new Problem('This system has no dpkg-deb. Name what to make: npm run dist -- AppImage');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // Older than the version itself to dpkg, so that the real one replaces it.
  const named = official ? version : `${version}~trial`;
  const made = [
    await makeAppDeb({ electron, version: named, into }),
    await makeServerDeb({ version, into }),
  ];
  for (const { file, tree } of made) {
    console.log(describeSize(file, tree));
    rmSync(dirname(tree), { recursive: true });
  }
}
