// How large a package is, and what makes it so.
import { lstatSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

/**
 * @param {string} file the package
 * @param {string} tree what is in it
 * @returns {string} a few lines
 */
export function describeSize(file, tree) {
  const parts = readdirSync(tree, { recursive: true })
    .map(String)
    .filter((name) => !name.startsWith('DEBIAN'))
    .map((name) => join(tree, name))
    .map((path) => ({ path, stat: lstatSync(path) }))
    .filter(({ stat }) => stat.isFile())
    .map(({ path, stat }) => ({ path, size: stat.size }));
  const whole = parts.reduce((sum, { size }) => sum + size, 0);
  const largest = parts.toSorted((a, b) => b.size - a.size).slice(0, 10);
  return [
    `${basename(file)}: ${megabytes(lstatSync(file).size)}, installed ${megabytes(whole)}; its ten largest parts:`,
    ...largest.map(({ path, size }) => `${megabytes(size).padStart(11)}  /${relative(tree, path)}`),
    '',
  ].join('\n');
}

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
