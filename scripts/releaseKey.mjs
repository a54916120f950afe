// `npm run release-key -- FILE`: makes the key that signs your builds. The file is yours alone: whoever has it decides
// what your apps take for an update.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { publicKeyOf } from './packing/releaseKeys.mjs';
import { root } from './setup/paths.mjs';
import { Problem, runMain } from './setup/problem.mjs';

await runMain(async () => {
  const [given] = process.argv.slice(2);
  if (given === undefined)
    throw new Problem('Into which file? npm run release-key -- ~/lanline-release.pem');
  const file = resolve(given);
  if (!relative(root, file).startsWith('..'))
    throw new Problem(`${file} is in the checkout, from where a private key is soon passed on.`);
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    // Never over one that is there: what it signed could not be followed any more.
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new Problem(`${file} cannot be written: ${String(error)}`);
  }
  console.log(`The private key is in ${file}. Keep it, keep a copy of it, and show it to nobody.
Its public half:

    ${publicKeyOf(privateKey)}

To build with it, here:       LANLINE_RELEASE_KEY=${file} npm run dist
To build without signing:     LANLINE_RELEASE_PUBLIC=${publicKeyOf(privateKey)} npm run dist
`);
  return 0;
});
