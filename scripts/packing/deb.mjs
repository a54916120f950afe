// From a folder with files as they shall be on the computer to a .deb, by dpkg-deb.
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../setup/problem.mjs';
import { runQuietly } from '../setup/run.mjs';

/** @typedef {{ name: string, version: string, depends: string[], recommends?: string[], description: string[] }} About */

/** @typedef {'postinst' | 'prerm' | 'postrm'} Moment */

/**
 * @param {object} options
 * @param {string} options.tree gets a folder DEBIAN
 * @param {About} options.about `description`: the short one, then paragraphs
 * @param {Partial<Record<Moment, string>>} [options.scripts]
 * @param {string} options.into the folder for it
 * @param {boolean} [options.fast] large and soon done, for a try
 * @returns {Promise<string>} the file
 */
export async function packDeb({ tree, about, scripts = {}, into, fast = false }) {
  setModes(tree);
  const files = filesOf(tree);
  mkdirSync(join(tree, 'DEBIAN'));
  const write = (/** @type {string} */ name, /** @type {string} */ text, mode = 0o644) => {
    writeFileSync(join(tree, 'DEBIAN', name), text);
    chmodSync(join(tree, 'DEBIAN', name), mode);
  };
  write('md5sums', files.map((file) => `${md5(join(tree, file))}  ${file}\n`).join(''));
  write('control', control(about, Math.ceil(bytesOf(tree, files) / 1024)));
  for (const [name, text] of Object.entries(scripts)) write(name, text, 0o755);
  const file = join(into, `${about.name}_${about.version}_${architecture()}.deb`);
  const how = fast ? '-Znone' : '-Zxz';
  const args = ['--root-owner-group', how, '--build', tree, file];
  const result = await runQuietly('dpkg-deb', args);
  if (!result.ok) throw new Problem(`dpkg-deb could not make ${file}: ${result.output}`);
  return file;
}

/** @returns {string} as Debian calls it */
function architecture() {
  const name = new Map([
    ['x64', 'amd64'],
    ['arm64', 'arm64'],
  ]).get(process.arch);
  if (!name) throw new Problem(`There is no package for ${process.arch}.`);
  return name;
}

/**
 * @param {About} about
 * @param {number} size KiB
 */
function control({ name, version, depends, recommends = [], description }, size) {
  const [summary, ...paragraphs] = description;
  return [
    `Package: ${name}`,
    `Version: ${version}`,
    `Architecture: ${architecture()}`,
    'Maintainer: Lanline contributors <lanline@lanline.invalid>',
    `Installed-Size: ${size}`,
    `Depends: ${depends.join(', ')}`,
    ...(recommends.length > 0 ? [`Recommends: ${recommends.join(', ')}`] : []),
    'Section: net',
    'Priority: optional',
    `Description: ${summary}`,
    ...paragraphs.map((text) => ` ${text}`),
    '',
  ].join('\n');
}

/** Whatever umask and cache they came from.
 * @param {string} tree
 */
function setModes(tree) {
  chmodSync(tree, 0o755);
  for (const entry of readdirSync(tree, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    // Chromium's sandbox where ordinary users may make no namespaces.
    else if (entry.name === 'chrome-sandbox') chmodSync(path, 0o4755);
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** @param {string} tree */
function filesOf(tree) {
  return readdirSync(tree, { recursive: true })
    .map(String)
    .filter((name) => lstatSync(join(tree, name)).isFile())
    .sort();
}

/**
 * @param {string} tree
 * @param {string[]} files
 */
const bytesOf = (tree, files) =>
  files.reduce((sum, file) => sum + lstatSync(join(tree, file)).size, 0);

/** @param {string} file */
const md5 = (file) => createHash('md5').update(readFileSync(file)).digest('hex');
