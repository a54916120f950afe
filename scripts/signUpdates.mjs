// `npm run sign -- FOLDER`: signs packages that were made elsewhere, as `npm run dist` does with those that it makes.
// LANLINE_RELEASE_KEY names the file of the private key.
import { resolve } from 'node:path';
import { releaseKeys } from './packing/releaseKeys.mjs';
import { signPackages } from './packing/signing.mjs';
import { Problem, runMain } from './setup/problem.mjs';

await runMain(async () => {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Problem('Which folder? npm run sign -- dist');
  const { signing, known } = releaseKeys();
  if (!signing)
    throw new Problem('LANLINE_RELEASE_KEY names no private key (npm run release-key -- FILE).');
  if (!(await signPackages(resolve(folder), signing, known)))
    throw new Problem(`No package of this version is in ${resolve(folder)}.`);
  return 0;
});
