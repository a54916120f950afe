// The app as files on a Linux desktop: the program in /usr/lib/lanline, its command, its entry in the menus.
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../setup/paths.mjs';
import { filledIn, writeDocs, writeInto } from './files.mjs';
import { packagesFor } from './libraries.mjs';

/**
 * @param {object} options
 * @param {string} options.tree a folder to make
 * @param {string} options.program the app as electron-builder unpacked it; it is moved
 * @param {string} options.version
 * @returns {import('./deb.mjs').About}
 */
export function makeAppTree({ tree, program, version }) {
  const share = join(tree, 'usr', 'share');
  const home = join(tree, 'usr', 'lib', 'lanline');
  mkdirSync(join(tree, 'usr', 'lib'), { recursive: true });
  renameSync(program, home);
  // dpkg knows it, and it is Electron's and not ours.
  rmSync(join(home, 'version'), { force: true });
  writeDocs(tree, 'lanline', 'copyright');
  const licences = join(home, 'LICENSES.chromium.html');
  const doc = join(share, 'doc', 'lanline');
  writeInto(doc, 'LICENSES.chromium.html.gz', gzipSync(readFileSync(licences)));
  rmSync(licences);
  renameSync(join(home, 'LICENSE.electron.txt'), join(doc, 'LICENSE.electron.txt'));

  const text = (/** @type {string} */ name) => filledIn(name, version);
  writeInto(join(tree, 'usr', 'bin'), 'lanline', text('lanline.sh'), 0o755);
  writeInto(join(share, 'applications'), 'lanline.desktop', text('lanline.desktop'));
  writeInto(join(share, 'metainfo'), 'app.lanline.Lanline.metainfo.xml', text('metainfo.xml'));
  writeInto(join(share, 'man', 'man1'), 'lanline.1.gz', gzipSync(text('lanline.1')));
  writeIcons(join(share, 'icons', 'hicolor'));
  return {
    name: 'lanline',
    version,
    // Opened when it is needed, so that it is linked to nothing.
    depends: [...packagesFor(home), 'libnotify4'],
    recommends: ['libsecret-1-0', 'xdg-utils'],
    description: [
      'messenger for the people on one network',
      'One of them hosts the team, the others see it in a list and join. Nothing leaves',
      'the network: no account, no cloud. Everybody keeps their own copy of what they',
      'may see, and what is written offline is sent once, in order.',
    ],
  };
}

/** @param {string} folder */
function writeIcons(folder) {
  const from = join(root, 'resources');
  for (const name of readdirSync(join(from, 'icons'))) {
    const apps = join(folder, name.replace('.png', ''), 'apps');
    mkdirSync(apps, { recursive: true });
    cpSync(join(from, 'icons', name), join(apps, 'lanline.png'));
  }
  mkdirSync(join(folder, 'scalable', 'apps'), { recursive: true });
  cpSync(join(from, 'icon.svg'), join(folder, 'scalable', 'apps', 'lanline.svg'));
}
