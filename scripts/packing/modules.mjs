// Which packages from npm a program needs when it runs: those that its files name, and what those need.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { root } from '../setup/paths.mjs';

const forCompiling = /^(@types\/.*|undici-types|node-addon-api)$/;

/**
 * @param {string[]} folders in the checkout, whose JavaScript and TypeScript is read
 * @returns {string[]} their folders, as node_modules/koa or node_modules/koa/node_modules/x
 */
export function modulesOf(folders) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const name of folders.flatMap(namedIn)) take(name, root, found);
  return [...found].map((folder) => relative(root, folder).split(sep).join('/')).sort();
}

/** Packages that are installed for running the app, and that nothing in the built app needs: they were built into it. */
export function unusedModules() {
  const needed = new Set(modulesOf(['out/main', 'out/preload']));
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev && !needed.has(path))
    .map(([path]) => path.slice('node_modules/'.length));
}

/** @param {string} folder */
function namedIn(folder) {
  const names = readdirSync(join(root, folder), { recursive: true }).map(String);
  return names
    .filter((name) => /\.(ts|js|cjs|mjs)$/.test(name))
    .flatMap((name) => [
      ...readFileSync(join(root, folder, name), 'utf8').matchAll(
        /(?:\bfrom|\bimport|\bimport\(|\brequire\(|\brequire\S*\.resolve\()\s*["']([^."'][^"']*)["']/g,
      ),
    ])
    .map((match) => String(match[1]))
    .filter((name) => !isBuiltin(name) && name !== 'electron')
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
}

/**
 * @param {string} name
 * @param {string} from the folder of whoever needs it
 * @param {Set<string>} found
 */
function take(name, from, found) {
  const folder = lookUp(name, from);
  if (folder === undefined || found.has(folder) || forCompiling.test(name)) return;
  found.add(folder);
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  for (const next of Object.keys({ ...dependencies, ...optionalDependencies }))
    take(next, folder, found);
}

/**
 * As Node does: beside whoever needs it, or further up.
 * @param {string} name
 * @param {string} from
 * @returns {string | undefined}
 */
function lookUp(name, from) {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  return from === root ? undefined : lookUp(name, dirname(from));
}
