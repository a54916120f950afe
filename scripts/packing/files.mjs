// Files of a package that are written and not copied.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../setup/paths.mjs';

/**
 * A text from packaging/linux.
 * @param {string} name
 * @param {string} version
 */
export function filledIn(name, version) {
  const text = readFileSync(join(root, 'packaging', 'linux', name), 'utf8');
  const today = new Date().toISOString().slice(0, 10);
  return text.replaceAll('@VERSION@', version).replaceAll('@DATE@', today);
}

/**
 * What Debian wants to find of every package in /usr/share/doc.
 * @param {string} tree
 * @param {string} name of the package
 * @param {string} copyright which text of packaging/linux
 */
export function writeDocs(tree, name, copyright) {
  const folder = join(tree, 'usr', 'share', 'doc', name);
  const licence = readFileSync(join(root, 'LICENSE'), 'utf8').trim().split('\n').slice(4);
  const indented = licence.map((line) => ` ${line || '.'}\n`).join('');
  writeInto(folder, 'copyright', `${filledIn(copyright, '')}License: MIT\n${indented}`);
  const changes = readFileSync(join(root, 'CHANGELOG.md'));
  writeInto(folder, 'changelog.gz', gzipSync(changes, { level: 9 }));
}

/**
 * @param {string} folder made if needed
 * @param {string} name
 * @param {string | Buffer} content
 */
export function writeInto(folder, name, content, mode = 0o644) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content, { mode });
}
