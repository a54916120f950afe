// Which of Debian's packages hold the libraries that a tree of files is linked against.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem } from '../setup/problem.mjs';
import { linkedWith } from './elf.mjs';

// By the names of Debian 12 and Ubuntu 22.04; those that were renamed since (…t64) still answer to them.
const packages = {
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libasound.so.2': 'libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatomic.so.1': 'libatomic1',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgcc_s.so.1': 'libgcc-s1',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libsmime3.so': 'libnss3',
  'libstdc++.so.6': 'libstdc++6',
  'libudev.so.1': 'libudev1',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
};
const glibcFiles = /^(ld-linux.*|lib(c|m|dl|rt|pthread|resolv))\.so\.\d+$/;

/**
 * @param {string} tree
 * @returns {string[]} for the field Depends. Throws for a library that no package is known for.
 */
export function packagesFor(tree) {
  const files = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const own = new Set(files.map((file) => basename(file)));
  const linked = files.map((file) => linkedWith(file));
  const wanted = [...new Set(linked.flatMap(({ libraries }) => libraries))]
    .filter((name) => !own.has(name) && !glibcFiles.test(name))
    .map((name) => {
      const found = new Map(Object.entries(packages)).get(name);
      if (found === undefined) throw new Problem(`scripts/packing/libraries.mjs lacks ${name}.`);
      return found;
    });
  const minor = Math.max(...linked.map(({ glibc }) => Number(glibc?.split('.')[1] ?? 0)));
  return [...new Set([`libc6 (>= 2.${minor})`, ...wanted])].sort();
}
